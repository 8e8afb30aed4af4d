import { PassThrough } from 'node:stream';
import { checkMemory, checkRestartPolicy } from '../containers/create-checks.ts';
import type { FakeContainer } from '../containers/fake-container.ts';
import type { FakeContainers } from '../containers/fake-containers.ts';
import { matchesList } from '../containers/list-view.ts';
import { badRequest, EngineFailure } from '../http/engine-failure.ts';
import { isTrue, parseFilters } from '../http/query.ts';
import { empty, json, type Reply, stream } from '../http/reply.ts';
import { asNumber, asObject, asText, readJson } from '../http/request-body.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';
import { signalName } from '../process/signals.ts';

/** The calls that change a container's state. */
export function lifecycleRoutes(containers: FakeContainers) {
  const get = ({ params }: RouteCall) => containers.get(params[0] ?? '');
  return {
    createContainer: [
      'POST',
      '/containers/create',
      async ({ query, request }) => {
        const name = (query.get('name') ?? '').replace(/^\//, '');
        const { id } = containers.create(await readJson(request), name);
        return json(201, { Id: id, Warnings: [] });
      },
    ],
    startContainer: [
      'POST',
      '/containers/{id}/start',
      async (call) => empty((await get(call).start()) ? 204 : 304),
    ],
    stopContainer: [
      'POST',
      '/containers/{id}/stop',
      async (call) => {
        const wasRunning = await get(call).stop(graceSeconds(call));
        return empty(wasRunning ? 204 : 304);
      },
    ],
    restartContainer: [
      'POST',
      '/containers/{id}/restart',
      async (call) => {
        await get(call).restart(graceSeconds(call));
        return empty(204);
      },
    ],
    killContainer: [
      'POST',
      '/containers/{id}/kill',
      async (call) => {
        await kill(containers, call);
        return empty(204);
      },
    ],
    pauseContainer: [
      'POST',
      '/containers/{id}/pause',
      (call) => {
        get(call).pause();
        return empty(204);
      },
    ],
    unpauseContainer: [
      'POST',
      '/containers/{id}/unpause',
      (call) => {
        get(call).unpause();
        return empty(204);
      },
    ],
    renameContainer: [
      'POST',
      '/containers/{id}/rename',
      ({ params, query }) => {
        containers.rename(params[0] ?? '', query.get('name') ?? '');
        return empty(204);
      },
    ],
    updateContainer: [
      'POST',
      '/containers/{id}/update',
      async (call) => {
        await update(get(call), call);
        return json(200, { Warnings: null });
      },
    ],
    removeContainer: [
      'DELETE',
      '/containers/{id}',
      async (call) => {
        await get(call).remove({ force: isTrue(call.query, 'force'), volumes: isTrue(call.query, 'v') });
        return empty(204);
      },
    ],
    pruneContainers: [
      'POST',
      '/containers/prune',
      async ({ query }) => {
        const filters = parseFilters(query, ['label', 'until']);
        const gone = containers.all.filter(
          (container) => !container.running && matchesList(container, filters),
        );
        for (const container of gone) await container.remove({ force: false, volumes: false });
        return json(200, { ContainersDeleted: gone.map(({ id }) => id), SpaceReclaimed: 0 });
      },
    ],
    waitContainer: ['POST', '/containers/{id}/wait', (call) => wait(get(call), call.query.get('condition'))],
  } satisfies RouteTable;
}

function graceSeconds({ query }: RouteCall): number | undefined {
  const value = query.get('t');
  return value === null || value === '' ? undefined : Number(value);
}

async function kill(containers: FakeContainers, { params, query }: RouteCall): Promise<void> {
  const id = params[0] ?? '';
  const wanted = query.get('signal') || 'SIGKILL';
  const signal = signalName(wanted);
  if (signal === undefined) throw badRequest(`Invalid signal: ${wanted}`);
  try {
    const container = containers.get(id);
    const ends =
      signal === 'SIGKILL' && container.process !== undefined ? container.exited.next() : undefined;
    container.kill(signal);
    await ends;
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    throw new EngineFailure(error.status, `Cannot kill container: ${id}: ${error.message}`);
  }
}

async function update(container: FakeContainer, { request }: RouteCall): Promise<void> {
  const { RestartPolicy, ...limits } = await readJson(request);
  checkMemory(asNumber(limits.Memory));
  const policy = asObject(RestartPolicy);
  checkRestartPolicy(policy, false);
  container.hostConfig = {
    ...container.hostConfig,
    ...limits,
    ...(RestartPolicy !== undefined && {
      RestartPolicy: { Name: asText(policy.Name), MaximumRetryCount: asNumber(policy.MaximumRetryCount) },
    }),
  };
  container.tell('update');
}

/** The head of the answer comes at once, its body when the condition holds. */
function wait(container: FakeContainer, condition: string | null): Reply {
  const body = new PassThrough();
  const answer = (exitCode: number, error: string) =>
    body.end(
      `${JSON.stringify({ Error: error === '' ? null : { Message: error }, StatusCode: exitCode })}\n`,
    );
  const now = () => answer(container.state.exitCode, container.state.error);
  if (condition === 'removed') void container.removed.next().then(now);
  else if (condition === 'next-exit' || container.running) void container.exited.next().then(now);
  else now();
  return stream(body, 'application/json');
}
