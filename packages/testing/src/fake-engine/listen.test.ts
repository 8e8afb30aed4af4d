import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '@docktopus/core';
import { expect, test } from 'vitest';
import { FakeEngine } from './index.ts';

test('other processes reach the fake engine over a socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fake-engine-'));
  await using fake = new FakeEngine();
  {
    await using listening = await fake.listen(join(folder, 'docker.sock'));
    await using docker = await connectDocker({ endpoint: listening.endpoint });
    const { engine } = docker;
    expect(docker.version.engine).toBe('fake');
    const { id } = await engine.createContainer({ Image: 'busybox:1.36', Cmd: ['sleep', '60'] });
    await engine.startContainer(id);
    const exec = await engine.createExec(id, { Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
    const stream = await engine.startExec(exec.id, { stdin: true });
    await stream.write('over the wire');
    await stream.endInput();
    let output = '';
    for await (const { data } of stream.output) output += data.toString();
    expect(output).toBe('over the wire');
    await expect(engine.inspectContainer('nobody')).rejects.toMatchObject({ code: 'container.not-found' });
  }
  await rm(folder, { recursive: true });
});
