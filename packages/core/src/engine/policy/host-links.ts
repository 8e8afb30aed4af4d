import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import { type HostView, plainView } from './policy-paths.ts';

/** What can be seen of the host of the engine at `endpoint`, if this process runs on it: its links, and the socket that we use ourselves. */
export function viewFor(endpoint: string): HostView {
  const socket = socketOf(endpoint);
  return socket === undefined ? plainView : { ...followLinks, sockets: [socket] };
}

/** The path of the socket that an endpoint names. */
export function socketOf(endpoint: string): string | undefined {
  return /^unix:(?:\/\/)?(\/.*)$/.exec(endpoint)?.[1];
}

/** The longest part of a path that exists, links followed; the rest as it is written. */
const followLinks: HostView = {
  real(path) {
    for (let at = path; ; at = posix.dirname(at)) {
      try {
        return posix.join(realpathSync(at), path.slice(at.length));
      } catch {
        // It does not exist, or this user may not look: its parent decides.
        if (at === '/' || at === '.') return path;
      }
    }
  },
};
