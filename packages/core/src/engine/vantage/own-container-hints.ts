import type { ProcessRecords } from './process-records.ts';

/** Which container this process may run in. Only an engine can confirm it. */
export interface OwnContainerHints {
  /** Ids as the kernel tells them, the likeliest first. */
  readonly ids: readonly string[];
  /** The short id that a container has for its host name unless it is given one. */
  readonly shortId: string | undefined;
  /** The directory that the root file system writes to: `4d91…/diff`. No two containers have the same. */
  readonly layer: string | undefined;
}

/**
 * Docker and Podman mount these files into each container, from a directory that has its id as its name. A container that
 * uses the network of another one has the files of that one.
 */
const FILES_OF_A_CONTAINER = new Set([
  '/etc/hostname',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/run/.containerenv',
]);

const ID = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Reads the records of a process. On a host there is nothing to find. */
export function ownContainerHints({
  cgroup,
  mountinfo,
  hostname,
}: Pick<ProcessRecords, 'cgroup' | 'mountinfo' | 'hostname'>): OwnContainerHints {
  // A container in a container has both ids in its path; the last one is its own.
  const ofCgroup = cgroup.split('\n').flatMap((line) => [...(line.match(ID) ?? [])].reverse());
  const mounts = mountinfo.split('\n').map(parseMount);
  const ofFiles = mounts.flatMap((mount) =>
    FILES_OF_A_CONTAINER.has(mount.target) ? [...(mount.root.match(ID) ?? [])].reverse() : [],
  );
  const root = mounts.findLast(({ target }) => target === '/');
  return {
    ids: [...new Set([...ofCgroup, ...ofFiles])],
    shortId: /^[0-9a-f]{12}$/.test(hostname) ? hostname : undefined,
    layer: root && upperLayer(root.options),
  };
}

/** The last two parts of a layer's path: mounting may have shortened what is before them. */
export function layerOf(path: string): string {
  return path.split('/').slice(-2).join('/');
}

function upperLayer(options: string): string | undefined {
  const upper = /(?:^|,)upperdir=([^,]+)/.exec(options)?.[1];
  return upper && layerOf(upper);
}

/** `36 35 98:0 /root /target options… - type source options`, as `proc(5)` has it. */
function parseMount(line: string): {
  readonly root: string;
  readonly target: string;
  readonly options: string;
} {
  const [, , , root = '', target = ''] = line.split(' ');
  return { root, target, options: line.split(' - ')[1]?.split(' ')[2] ?? '' };
}
