import {
  checkOptions,
  type OptionReaders,
  readFields,
  readFlag,
  readInteger,
  readMilliseconds,
  readNumber,
  readText,
} from '@docktopus/core/kit';
import type { Retention, RetentionLimit } from './job-store.ts';

/** How a runner works with its store. */
export interface QueueOptions {
  /** Whether this process runs jobs, or only submits and looks at them. @default true */
  readonly work?: boolean | undefined;
  /** The host that jobs with an affinity are for. @default the machine's host name */
  readonly host?: string | undefined;
  /** How long a worker may be silent before its jobs are another's, in milliseconds. @default 30_000 */
  readonly leaseMs?: number | undefined;
  /** How often a worker renews its leases, in milliseconds. @default a third of `leaseMs` */
  readonly heartbeatMs?: number | undefined;
  /**
   * How long a handler may go on once its signal has aborted, in milliseconds; then the attempt has ended without it,
   * and nothing that it still writes is kept. @default 5_000
   */
  readonly graceMs?: number | undefined;
  /** How often the lease of a job may run out before it is dead. @default 3 */
  readonly maxStalls?: number | undefined;
  /** A payload that no worker can read is dead after so many workers have refused it … @default 3 */
  readonly maxRefusals?: number | undefined;
  /** … or so many milliseconds after the first refusal, if no newer worker has come to take it. @default 600_000 */
  readonly refusalMs?: number | undefined;
  readonly limits?: Partial<QueueLimits> | undefined;
  /** How long jobs that have ended are kept. @default done: a day, at most 10,000; dead and cancelled: a week, at most 10,000 */
  readonly keep?:
    | { readonly done?: Partial<RetentionLimit>; readonly dead?: Partial<RetentionLimit> }
    | undefined;
}

/** Bounds in bytes of JSON or text. */
export interface QueueLimits {
  /** @default 1 MiB */
  readonly payloadBytes: number;
  /** @default 1 MiB */
  readonly resultBytes: number;
  /** Of one step. @default 256 KiB */
  readonly stepBytes: number;
  /** Of all lines of a job together; what comes after is left out. @default 1 MiB */
  readonly logBytes: number;
}

/** {@link QueueOptions} with their defaults. */
export interface QueueSettings {
  readonly work: boolean;
  readonly host: string | undefined;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly graceMs: number;
  readonly maxStalls: number;
  readonly maxRefusals: number;
  readonly refusalMs: number;
  readonly limits: QueueLimits;
  readonly retention: Retention;
}

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;
const LEASE_MS = 30_000;

/** @throws DocktopusError `queue.invalid` with everything that does not fit. */
export function queueSettings(options: QueueOptions = {}): QueueSettings {
  checkOptions(options, readersFor(options), 'runner.queue', undefined, 'queue.invalid');
  const { leaseMs = LEASE_MS, limits, keep } = options;
  return {
    work: options.work ?? true,
    host: options.host,
    leaseMs,
    heartbeatMs: options.heartbeatMs ?? leaseMs / 3,
    graceMs: options.graceMs ?? 5000,
    maxStalls: options.maxStalls ?? 3,
    maxRefusals: options.maxRefusals ?? 3,
    refusalMs: options.refusalMs ?? 600_000,
    limits: { payloadBytes: MIB, resultBytes: MIB, stepBytes: MIB / 4, logBytes: MIB, ...limits },
    retention: {
      done: { ms: DAY_MS, count: 10_000, ...keep?.done },
      dead: { ms: 7 * DAY_MS, count: 10_000, ...keep?.dead },
    },
  };
}

const readBytes = readInteger(1, 256 * MIB);
const readRetention = readFields<RetentionLimit>({
  ms: readNumber(0, Number.MAX_SAFE_INTEGER),
  count: readInteger(0),
});

function readersFor({ leaseMs = LEASE_MS }: QueueOptions): OptionReaders<QueueOptions> {
  return {
    work: readFlag,
    host: readText,
    leaseMs: readMilliseconds(100),
    heartbeatMs: (value, problems) =>
      typeof value === 'number' && value > leaseMs / 2
        ? problems.refuse(value, `at most half of leaseMs (${leaseMs})`)
        : readMilliseconds(10)(value, problems),
    graceMs: readMilliseconds(),
    maxStalls: readInteger(0, 1_000_000),
    maxRefusals: readInteger(1, 1000),
    refusalMs: readMilliseconds(),
    limits: readFields<QueueLimits>({
      payloadBytes: readBytes,
      resultBytes: readBytes,
      stepBytes: readBytes,
      logBytes: readBytes,
    }),
    keep: readFields<NonNullable<Required<QueueOptions['keep']>>>({
      done: readRetention,
      dead: readRetention,
    }),
  };
}
