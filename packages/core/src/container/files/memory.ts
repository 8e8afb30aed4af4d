import { posix } from 'node:path';
import { DocktopusError } from '../../errors/index.ts';
import type { CallTarget } from '../call-target.ts';

/** The mounts of a container, as a create body and an inspect say them. */
export interface ContainerMounts {
  readonly Tmpfs?: Readonly<Record<string, string>> | null | undefined;
  readonly Mounts?: readonly { readonly Type?: string; readonly Target?: string }[] | null | undefined;
  readonly Binds?: readonly string[] | null | undefined;
}

/** Mounted in memory by every engine. */
const OF_THE_KERNEL = ['/dev', '/proc', '/sys'];

/**
 * Whether `path` lies in memory, which exists only while the container runs.
 *
 * The engine's archive calls see the container's disk beneath it: an upload there "succeeds", and the file is not there.
 */
export function isInMemory(path: string, { Tmpfs, Mounts, Binds }: ContainerMounts): boolean {
  const mounts = Mounts ?? [];
  const inMemory = [
    ...OF_THE_KERNEL,
    ...Object.keys(Tmpfs ?? {}),
    ...mounts.flatMap(({ Type, Target }) => (Type === 'tmpfs' && Target ? [Target] : [])),
  ];
  const onDisk = [
    ...mounts.flatMap(({ Type, Target }) => (Type !== 'tmpfs' && Target ? [Target] : [])),
    ...(Binds ?? []).map((bind) => bind.split(':')[1] ?? ''),
  ];
  // A mount inside of another one covers it there.
  return depthOf(path, inMemory) > depthOf(path, onDisk);
}

/** How long the longest of `mounts` is that `path` lies in; 0 for none. */
function depthOf(path: string, mounts: readonly string[]): number {
  const around = mounts
    .map((mount) => posix.normalize(mount).replace(/\/$/, ''))
    .filter((mount) => mount !== '' && (path === mount || path.startsWith(`${mount}/`)));
  return Math.max(0, ...around.map(({ length }) => length));
}

/**
 * Whether `path` lies in the memory of an existing container.
 *
 * @throws DocktopusError `container.not-running` if it does and the container does not run.
 */
export async function liesInMemory(
  target: CallTarget,
  path: string,
  operation: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { HostConfig, State } = await target.docker.engine.inspectContainer(target.id, { signal });
  if (!isInMemory(path, HostConfig as ContainerMounts)) return false;
  if (!State.Running) throw notInMemoryYet(target, path, operation);
  return true;
}

export function notInMemoryYet(
  { subject }: CallTarget,
  path: string,
  operation: string,
  cause?: unknown,
): DocktopusError {
  return new DocktopusError('container.not-running', {
    operation,
    subject,
    reason: `${path} is in memory, which exists only while the container runs`,
    hint: 'Start the container first, or choose another path',
    cause,
    details: {},
  });
}
