import { type ContainerStatus, isActive } from '../../status/index.ts';

/** Whether a container may be removed now; `undefined` is one that is gone. */
export function decideRemove(
  status: ContainerStatus | undefined,
  force: boolean,
): 'remove' | 'gone' | 'refuse' {
  if (status === undefined) return 'gone';
  return isActive(status) && !force ? 'refuse' : 'remove';
}
