import type { Docker } from '@docktopus/core';
import { expect } from 'vitest';

/** Every kind of connection: kept, long, and taken over with each half ended separately. */
export async function usesEverything(docker: Docker, id: string): Promise<void> {
  await Promise.all(Array.from({ length: 5 }, () => docker.engine.inspectContainer(id)));
  const subscription = await docker.engine.watchEvents(() => undefined);
  const exec = await docker.engine.createExec(id, {
    Cmd: ['sh', '-c', 'cat; echo err >&2'],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await docker.engine.startExec(exec.id, { stdin: true });
  const input = 'x'.repeat(300_000);
  const sent = stream.write(input).then(() => stream.endInput());
  const said = { stdout: '', stderr: '' };
  for await (const { stream: name, data } of stream.output) said[name] += data.toString();
  await sent;
  expect(said).toEqual({ stdout: input, stderr: 'err\n' });
  subscription.close();
  expect(await subscription.ended).toBeUndefined();
}
