import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Container } from '@docktopus/core';
import Dockerode from 'dockerode';
import type { Contender } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { engineSocket } from '../harness/engine-socket.ts';
import { RawEngine } from '../harness/raw-engine.ts';

const CMD = ['echo', 'hello'];

/** A command in a container that runs, to its output and its exit code, as each would write it. */
export function execContenders(container: Container): readonly Contender[] {
  const id = String(container.id);
  const raw = new RawEngine();
  const dockerode = new Dockerode({ socketPath: engineSocket() });
  return [
    { name: 'engine API with node:http', round: () => rawExec(raw, id), close: () => raw.close() },
    {
      name: 'docktopus',
      round: async () => {
        const { stdout, exitCode } = await container.exec(CMD);
        return check(stdout, exitCode);
      },
    },
    { name: 'dockerode', round: () => dockerodeExec(dockerode.getContainer(id)) },
    ...dockerCli.contenders(async () => check(`${await dockerCli.run('exec', id, ...CMD)}\n`, 0)),
  ];
}

async function rawExec(raw: RawEngine, id: string): Promise<undefined> {
  const body = { AttachStdout: true, AttachStderr: true, Cmd: CMD };
  const { Id } = await raw.json<{ Id: string }>('POST', `/containers/${id}/exec`, body);
  const output = await raw.call('POST', `/exec/${Id}/start`, { Detach: false, Tty: false });
  const { ExitCode } = await raw.json<{ ExitCode: number }>('GET', `/exec/${Id}/json`);
  return check(output.subarray(8).toString('utf8'), ExitCode);
}

async function dockerodeExec(container: Dockerode.Container): Promise<undefined> {
  const exec = await container.exec({ Cmd: CMD, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const stdout = new PassThrough();
  container.modem.demuxStream(stream, stdout, new PassThrough());
  stream.on('end', () => stdout.end());
  const said = await text(stdout);
  const { ExitCode } = await exec.inspect();
  return check(said, ExitCode);
}

function check(stdout: string, exitCode: number | null): undefined {
  if (stdout !== 'hello\n' || exitCode !== 0) throw new Error(`it said ${stdout} and ended with ${exitCode}`);
  return undefined;
}
