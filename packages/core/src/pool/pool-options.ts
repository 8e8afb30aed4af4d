import { type Issue, invalid, printable } from '../errors/index.ts';

/** How {@link ContainerPool} keeps its containers. */
export interface PoolOptions {
  /** How many wait for a lease, started and ready. @default 1 */
  readonly min?: number | undefined;
  /** How many there are at most: waiting, leased, starting and leaving. @default 10 */
  readonly max?: number | undefined;
  /** How long one beyond `min` waits before it is removed, in milliseconds. @default 60_000 */
  readonly idleMs?: number | undefined;
}

export interface PoolSettings {
  readonly min: number;
  readonly max: number;
  readonly idleMs: number;
}

/** @throws DocktopusError `context.invalid` with everything that does not fit. */
export function poolSettings(
  { min = 1, max = 10, idleMs = 60_000 }: PoolOptions,
  name: string,
): PoolSettings {
  const issues: Issue[] = [];
  const check = (path: string, value: number, holds: boolean, expected: string) => {
    if (!holds) issues.push({ path, got: printable(value), expected });
  };
  check('min', min, Number.isSafeInteger(min) && min >= 0, 'a whole number, 0 or more');
  check(
    'max',
    max,
    Number.isSafeInteger(max) && max >= Math.max(1, min),
    'a whole number, 1 or more and not below min',
  );
  check('idleMs', idleMs, idleMs >= 0, 'milliseconds, 0 or more');
  if (issues.length > 0) throw invalid('context.invalid', 'context.pool', issues, name);
  return { min, max, idleMs };
}
