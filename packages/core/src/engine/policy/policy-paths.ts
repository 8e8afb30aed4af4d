import { posix } from 'node:path';

/** How paths of the engine's host look from here: `real` follows links where that is possible, else changes nothing. */
export interface HostView {
  real(path: string): string;
  /** Sockets of engines beside those in the usual places. @default none */
  readonly sockets?: readonly string[];
}

/** For an engine elsewhere, whose links cannot be followed. */
export const plainView: HostView = { real: (path) => path };

/** Where engines listen. Whoever can reach one of them, or a directory above it, has the host. */
const ENGINE_SOCKETS: readonly string[] = [
  '/var/run/docker.sock',
  '/run/docker.sock',
  '/var/run/podman/podman.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
  '/var/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/var/lib/docker',
  '/run/user',
];

/** Whether `path` is `directory` or lies inside of it. Both are normalised. */
export function isInside(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

/** Without `.`, `..`, doubled slashes, and a slash at the end. */
export function normalPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/+$/, '') : normal;
}

/** Whether a bind of `path` would hand over an engine. */
export function reachesEngine(path: string, { real, sockets = [] }: HostView): boolean {
  return [...ENGINE_SOCKETS, ...sockets].some(
    (socket) =>
      isInside(socket, path) ||
      isInside(real(socket), real(path)) ||
      // Inside of a directory that holds sockets of every user.
      (socket.startsWith('/run/user') && isInside(real(path), socket)) ||
      (socket === '/var/lib/docker' && isInside(real(path), socket)),
  );
}

/** Whether `path` lies in one of `allowed` directories, as it is written and where it leads. */
export function isAllowedPath(path: string, allowed: readonly string[], { real }: HostView): boolean {
  return allowed.some(
    (directory) =>
      isInside(real(path), real(directory)) && (isInside(path, directory) || isInside(path, real(directory))),
  );
}
