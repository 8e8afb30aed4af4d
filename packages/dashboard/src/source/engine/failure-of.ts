import type { ContainerView } from '../../board/index.ts';

/**
 * Why the change from `before` to `now` is a failure; `undefined` when it is none.
 *
 * @param asked whether somebody has sent the container a signal since it was started: then its end was wanted.
 */
export function failureOf(
  before: ContainerView | undefined,
  now: ContainerView,
  asked: boolean,
): string | undefined {
  if (before === undefined) return undefined;
  const ended = now.status === 'exited' || now.status === 'dead' || now.status === 'restarting';
  const newEnd = ended && (before.status !== now.status || before.finishedAt !== now.finishedAt);
  if (newEnd && now.oomKilled) return `out of memory, exit code ${now.exitCode ?? 'unknown'}`;
  if (newEnd && !asked && (now.exitCode ?? 0) !== 0) return `exit code ${now.exitCode}`;
  if (!newEnd && now.restartCount > before.restartCount)
    return `was started again (${now.restartCount} times)`;
  if (now.error !== undefined && now.error !== before.error) return now.error;
  if (now.health === 'unhealthy' && before.health !== 'unhealthy') return 'unhealthy';
  return undefined;
}
