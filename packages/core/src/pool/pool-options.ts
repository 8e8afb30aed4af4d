import {
  checkOptions,
  type OptionReaders,
  type Problems,
  readInteger,
  readMilliseconds,
} from '../input/index.ts';

/** How {@link ContainerPool} keeps its containers. */
export interface PoolOptions {
  /** How many started and ready containers wait for a lease. @default 1 */
  readonly min?: number | undefined;
  /** The most containers at a time: waiting, leased, starting and leaving. @default 10 */
  readonly max?: number | undefined;
  /** How long a container beyond `min` waits before it is removed, in milliseconds. @default 60_000 */
  readonly idleMs?: number | undefined;
}

export interface PoolSettings {
  readonly min: number;
  readonly max: number;
  readonly idleMs: number;
}

/** @throws DocktopusError `context.invalid` with everything that does not fit. */
export function poolSettings(options: PoolOptions, name: string): PoolSettings {
  const readers: OptionReaders<PoolOptions> = {
    min: readInteger(0),
    max: (value, problems) => readMost(value, problems, options.min),
    idleMs: readIdleTime,
  };
  checkOptions(options, readers, 'context.pool', name, 'context.invalid');
  const { min = 1, max = 10, idleMs = 60_000 } = options;
  return { min, max, idleMs };
}

function readMost(value: unknown, problems: Problems, min: unknown): number | undefined {
  const most = readInteger(1)(value, problems);
  const tooFew = most !== undefined && typeof min === 'number' && most < min;
  return tooFew ? problems.refuse(value, `at least min (${min})`) : most;
}

function readIdleTime(value: unknown, problems: Problems): number | undefined {
  return value === Number.POSITIVE_INFINITY ? value : readMilliseconds()(value, problems);
}
