import { statfs } from 'node:fs/promises';
import { IMAGE } from '../harness/engine-socket.ts';
import { LABELS } from '../harness/own-containers.ts';
import type { RawEngine } from '../harness/raw-engine.ts';

/** What a container says. */
export interface Output {
  readonly lines: number;
  /** Of each line, its end included. */
  readonly lineBytes: number;
}

/** What the engine's file takes beside each line, and how much of the disk is for others. */
const LINE_ON_DISK = 100;
const SHARE = 1.5;

/** Why the output does not fit on the engine's disk; a disk that cannot be looked at from here is taken to be large. */
export async function noRoom(raw: RawEngine, outputs: readonly Output[]): Promise<string | undefined> {
  const { DockerRootDir: root } = await raw.json<{ DockerRootDir: string }>('GET', '/info');
  const disk = await statfs(root).catch(() => undefined);
  if (disk === undefined) return undefined;
  const free = disk.bavail * disk.bsize;
  const onDisk = outputs.map(({ lines, lineBytes }) => lines * (lineBytes + LINE_ON_DISK));
  const needed = onDisk.reduce((sum, bytes) => sum + bytes, 0) * SHARE;
  return free < needed
    ? `${root} has ${Math.round(free / 1e6)} MB left, ${Math.round(needed / 1e6)} are needed`
    : undefined;
}

/** A container that has said all of it and ended; its id. */
export async function spoken(raw: RawEngine, { lines, lineBytes }: Output): Promise<string> {
  const { Id } = await raw.json<{ Id: string }>('POST', '/containers/create', {
    Image: IMAGE,
    Cmd: ['sh', '-c', `yes ${'x'.repeat(lineBytes - 1)} | head -n ${lines}`],
    Labels: LABELS,
    HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'json-file', Config: {} } },
  });
  const waiting = await raw.open('POST', `/containers/${Id}/wait?condition=next-exit`);
  await raw.call('POST', `/containers/${Id}/start`);
  for await (const _ of waiting);
  return Id;
}
