import { posix } from 'node:path';

/** How paths of the engine's host look from here. */
export interface HostView {
  /** Follows links where that is possible, else changes nothing. */
  real(path: string): string;
  /** The host's path of one that this process has; nothing if the host has none for it. @default the same path */
  onHost?(path: string): string | undefined;
  /** The path under which this process has one of the host, if that is another one. @default none */
  seenAs?(path: string): string | undefined;
  /** Sockets of engines beside those in the usual places. @default none */
  readonly sockets?: readonly string[] | undefined;
  /** Directories of named volumes that this process has. @default none */
  readonly volumes?: readonly string[] | undefined;
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
export function reachesEngine(path: string, { real, sockets = [], volumes = [] }: HostView): boolean {
  if (volumes.some((volume) => isInside(path, volume) && isInside(real(path), volume))) return false;
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
