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
  const covering = (mounts ?? [])
    .filter(
      ({ Destination }) =>
        path === Destination || path.startsWith(Destination === '/' ? '/' : `${Destination}/`),
    )
    .sort((a, b) => b.Destination.length - a.Destination.length)[0];
  if (covering === undefined) return OF_THE_KERNEL.test(path) ? path : undefined;
  // Memory and plugins have no path there.
  if ((covering.Type !== 'bind' && covering.Type !== 'volume') || covering.Source === '') return undefined;
  const rest = path.slice(covering.Destination.length);
  return covering.Source === '/' ? rest || '/' : `${covering.Source}${rest}`;
}
