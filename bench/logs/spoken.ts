import { statfs } from 'node:fs/promises';
import { IMAGE } from '../harness/engine-socket.ts';
import { LABELS } from '../harness/own-containers.ts';
import type { RawEngine } from '../harness/raw-engine.ts';

export const LINE_BYTES = 100;
/** What the engine's file takes for a byte of output of such lines, with room for others. */
const ON_DISK = 3;

/** Why `lines` do not fit on the engine's disk; a disk that cannot be looked at from here is taken to be large. */
export async function noRoom(raw: RawEngine, lines: number): Promise<string | undefined> {
  const { DockerRootDir: root } = await raw.json<{ DockerRootDir: string }>('GET', '/info');
  const disk = await statfs(root).catch(() => undefined);
  if (disk === undefined) return undefined;
  const [free, needed] = [disk.bavail * disk.bsize, lines * LINE_BYTES * ON_DISK];
  return free < needed
    ? `${root} has ${Math.round(free / 1e6)} MB left, ${Math.round(needed / 1e6)} are needed`
    : undefined;
}

/** A container that has said `lines` lines and ended; its id. */
export async function spoken(raw: RawEngine, lines: number): Promise<string> {
  const { Id } = await raw.json<{ Id: string }>('POST', '/containers/create', {
    Image: IMAGE,
    Cmd: ['sh', '-c', `yes ${'x'.repeat(LINE_BYTES - 1)} | head -n ${lines}`],
    Labels: LABELS,
    HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'json-file', Config: {} } },
  });
  const waiting = await raw.open('POST', `/containers/${Id}/wait?condition=next-exit`);
  await raw.call('POST', `/containers/${Id}/start`);
  for await (const _ of waiting);
  return Id;
}
