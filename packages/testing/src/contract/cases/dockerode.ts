import assert from 'node:assert/strict';
import { PassThrough, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Dockerode } from '@docktopus/core/engine';
import type { Bench } from '../bench.ts';
import { cases } from '../contract-case.ts';

export const dockerodeCases = cases('dockerode', {
  'takes a container from create to remove': async (bench) => {
    const container = await made(bench, { Cmd: ['sh', '-c', 'exit 7'], Env: ['A=1'] });
    await container.start();
    const { StatusCode } = await container.wait();
    const { State, Config } = await container.inspect();
    assert.deepEqual([StatusCode, State.ExitCode, Config.Env.includes('A=1')], [7, 7, true]);
    await container.remove();
    await assert.rejects(container.inspect(), { statusCode: 404 });
  },
  'finds what was made by the typed calls': async (bench) => {
    const id = await bench.create();
    const list = await bench.docker.dockerode.listContainers({
      all: true,
      filters: { label: [bench.label] },
    });
    assert.deepEqual(
      list.map(({ Id }) => Id),
      [id],
    );
  },
  'leaves the options of its caller as they are': async (bench) => {
    const body = Object.freeze({ Cmd: Object.freeze(['true']) as string[] });
    await made(bench, body);
    assert.deepEqual(body, { Cmd: ['true'] });
  },
  'takes the two streams of logs apart': async (bench) => {
    const { id } = await bench.toEnd('echo out; echo err >&2');
    const container = bench.docker.dockerode.getContainer(id);
    const logs = await container.logs({ follow: true, stdout: true, stderr: true });
    const { stdout, stderr } = await apart(bench, logs as Readable);
    assert.deepEqual({ stdout, stderr }, { stdout: 'out\n', stderr: 'err\n' });
  },
  'runs a command with input over a separate connection': async (bench) => {
    const container = bench.docker.dockerode.getContainer(await bench.run());
    const exec = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
    const stream = await exec.start({ hijack: true, stdin: true });
    stream.end('handed over');
    const { stdout } = await apart(bench, stream);
    assert.equal(stdout, 'handed over');
  },
  'ends a call and a stream when the caller aborts': async (bench) => {
    // Podman begins its answer with the first line.
    const id = await bench.shell('echo up; sleep 300');
    const container = bench.docker.dockerode.getContainer(id);
    const abort = new AbortController();
    const waiting = container.wait({ abortSignal: abort.signal });
    const following = await container.logs({ follow: true, stdout: true, abortSignal: abort.signal });
    const ended = new Promise((resolve) => (following as Readable).once('error', resolve));
    const reason = new Error('enough');
    abort.abort(reason);
    await assert.rejects(waiting, reason);
    assert.equal(await ended, reason);
  },
});

/** A container that dockerode makes; the case removes it. */
async function made(bench: Bench, body: object): Promise<Dockerode.Container> {
  const container = await bench.docker.dockerode.createContainer({
    Image: bench.image,
    name: bench.name(),
    Labels: { ...bench.labels },
    HostConfig: { NetworkMode: 'host' },
    ...body,
  });
  bench.atEnd(() => bench.engine.removeContainer(container.id, { force: true }));
  return container;
}

async function apart(bench: Bench, source: Readable) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  bench.docker.dockerode.modem.demuxStream(source, out, err);
  source.once('end', () => {
    out.end();
    err.end();
  });
  const [stdout, stderr] = await Promise.all([text(out), text(err)]);
  return { stdout, stderr };
}
