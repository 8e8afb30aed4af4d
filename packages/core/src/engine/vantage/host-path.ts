import type { ContainerInspect } from '../model/container-inspect.ts';

/** The kernel's own, the same in every container and on the engine's host. */
const OF_THE_KERNEL = /^\/(dev|proc|sys)(\/|$)/;

/**
 * The path on the engine's host of a path that this process sees in its container.
 *
 * @param mounts of the container.
 * @returns `undefined` for a path of the container's own file system, which the engine's host does not have.
 */
export function hostPathOf(path: string, mounts: ContainerInspect['Mounts']): string | undefined {
  const covering = longest(mounts, path, 'Destination');
  if (covering === undefined) return OF_THE_KERNEL.test(path) ? path : undefined;
  // Memory and plugins have no path there.
  if ((covering.Type !== 'bind' && covering.Type !== 'volume') || covering.Source === '') return undefined;
  return moved(path, covering.Destination, covering.Source);
}

/** The path under which this process sees a path of the engine's host in its container; nothing if it is not mounted there. */
export function seenPathOf(path: string, mounts: ContainerInspect['Mounts']): string | undefined {
  const onHost = (mounts ?? []).filter(
    ({ Type, Source }) => (Type === 'bind' || Type === 'volume') && Source,
  );
  const covering = longest(onHost, path, 'Source');
  if (covering === undefined) return undefined;
  const seen = moved(path, covering.Source, covering.Destination);
  // Another mount may lie over it.
  return hostPathOf(seen, mounts) === path ? seen : undefined;
}

/** The mount that a path lies in; the innermost one if there are several. */
function longest(
  mounts: ContainerInspect['Mounts'],
  path: string,
  side: 'Source' | 'Destination',
): NonNullable<ContainerInspect['Mounts']>[number] | undefined {
  return (mounts ?? [])
    .filter((mount) => path === mount[side] || path.startsWith(mount[side] === '/' ? '/' : `${mount[side]}/`))
    .sort((a, b) => b[side].length - a[side].length)[0];
}

function moved(path: string, from: string, to: string): string {
  const rest = from === '/' ? path : path.slice(from.length);
  return to === '/' ? rest || '/' : `${to}${rest === '/' ? '' : rest}`;
}
