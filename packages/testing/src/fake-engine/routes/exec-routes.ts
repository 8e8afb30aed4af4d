import type { FakeContainer } from '../containers/fake-container.ts';
import type { FakeContainers } from '../containers/fake-containers.ts';
import { FakeExec } from '../containers/fake-exec.ts';
import { HijackedStream } from '../containers/hijacked-stream.ts';
import { badRequest, conflict } from '../http/engine-failure.ts';
import { empty, json, type Reply, upgraded } from '../http/reply.ts';
import { asText, asTexts, type JsonObject, readJson } from '../http/request-body.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';

/** The calls that run further commands in a container. */
export function execRoutes(containers: FakeContainers) {
  const get = ({ params }: RouteCall) => containers.getExec(params[0] ?? '');
  return {
    createExec: [
      'POST',
      '/containers/{id}/exec',
      async ({ params, request }) => {
        const id = params[0] ?? '';
        const exec = create(containers.get(id), id, await readJson(request));
        containers.execs.set(exec.id, exec);
        return json(201, { Id: exec.id });
      },
    ],
    startExec: [
      'POST',
      '/exec/{id}/start',
      async (call) => {
        const { Detach } = await readJson(call.request, { optional: true });
        return start(get(call), Detach === true);
      },
    ],
    inspectExec: ['GET', '/exec/{id}/json', (call) => json(200, view(get(call)))],
    resizeExec: [
      'POST',
      '/exec/{id}/resize',
      (call) => {
        for (const name of ['h', 'w']) checkNumber(call.query.get(name) ?? '');
        get(call);
        return empty(200);
      },
    ],
  } satisfies RouteTable;
}

function create(container: FakeContainer, id: string, body: JsonObject): FakeExec {
  const argv = asTexts(body.Cmd) ?? [];
  if (argv.length === 0) throw badRequest('No exec command specified');
  if (container.state.status === 'paused') {
    throw conflict(`Container ${id} is paused, unpause the container before exec`);
  }
  container.refuseUnlessUp();
  return new FakeExec(container, {
    argv,
    env: Object.fromEntries(
      (asTexts(body.Env) ?? []).map((entry) => [entry.split('=', 1)[0], entry.replace(/^[^=]*=?/, '')]),
    ),
    cwd: asText(body.WorkingDir) || undefined,
    user: asText(body.User) || undefined,
    tty: body.Tty === true,
    privileged: body.Privileged === true,
    stdin: body.AttachStdin === true,
    stdout: body.AttachStdout === true,
    stderr: body.AttachStderr === true,
  });
}

function start(exec: FakeExec, detach: boolean): Reply {
  const { tty = false, stdin, stdout, stderr } = exec.plan;
  const nothing = () => undefined;
  if (detach && !exec.started) {
    exec.start(nothing, nothing);
    return empty(200);
  }
  const connection = new HijackedStream(tty, () => (stdin ? exec.process?.stdin : undefined));
  if (exec.started) {
    const state = exec.running ? 'is already running' : 'has already run';
    connection.print('stdout', Buffer.from(`Error: Exec command ${exec.id} ${state}\r\n`));
    connection.finish();
    return upgraded(connection);
  }
  exec.start(
    (stream, data) => {
      if (stream === 'stdout' ? stdout : stderr) connection.print(stream, data);
    },
    () => connection.finish(),
  );
  return upgraded(connection);
}

function view(exec: FakeExec): object {
  const [entrypoint = '', ...args] = exec.plan.argv;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: { tty: exec.plan.tty, entrypoint, arguments: args, privileged: exec.plan.privileged },
    OpenStdin: exec.plan.stdin,
    OpenStderr: exec.plan.stderr,
    OpenStdout: exec.plan.stdout,
    CanRemove: false,
    ContainerID: exec.container.id,
    DetachKeys: '',
    Pid: exec.pid,
  };
}

function checkNumber(text: string): void {
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}
