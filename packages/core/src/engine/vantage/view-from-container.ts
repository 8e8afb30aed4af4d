import { lstatSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import type { ContainerInspect } from '../model/container-inspect.ts';
import { socketOf } from '../policy/host-links.ts';
import type { HostView } from '../policy/policy-paths.ts';
import { hostPathOf, seenPathOf } from './host-path.ts';

/** As many as the kernel follows. */
const MOST_LINKS = 40;

/** What a process in a container sees of the host of its engine: what the container has mounted. */
export function viewFromContainer(endpoint: string, mounts: ContainerInspect['Mounts']): HostView {
  const socket = socketOf(endpoint);
  const onHost = socket && hostPathOf(socket, mounts);
  return {
    real: (path) => realOnHost(path, mounts),
    onHost: (path) => hostPathOf(path, mounts) ?? (isHere(path) ? undefined : path),
    seenAs(path) {
      const seen = seenPathOf(path, mounts);
      return seen === path ? undefined : seen;
    },
    sockets: [socket, onHost].filter((each) => each !== undefined),
    volumes: (mounts ?? [])
      .filter(({ Type, Source }) => Type === 'volume' && Source)
      .map(({ Source }) => Source),
  };
}

/**
 * A path of the host with its links followed as the host would, where they can be seen: an absolute link leads to a path of
 * the host, and not to the one that this process would find there.
 */
function realOnHost(path: string, mounts: ContainerInspect['Mounts']): string {
  let real = '/';
  const ahead = path.split('/').filter(Boolean);
  for (let links = 0; ahead.length > 0; ) {
    const next = ahead.shift() ?? '';
    if (next === '.') continue;
    const at = posix.join(real, next);
    const target = next === '..' || links >= MOST_LINKS ? undefined : linkAt(seenPathOf(at, mounts));
    if (target === undefined) {
      real = at;
      continue;
    }
    links += 1;
    if (target.startsWith('/')) real = '/';
    ahead.unshift(...target.split('/').filter(Boolean));
  }
  return real;
}

function linkAt(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : readlinkSync(path);
  } catch {
    // It is no link, does not exist, or this user may not look.
    return undefined;
  }
}

function isHere(path: string): boolean {
  try {
    return lstatSync(path) !== undefined;
  } catch {
    return false;
  }
}
