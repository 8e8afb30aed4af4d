import type { HealthConfig } from '../../engine/index.ts';
import {
  type DurationInput,
  type Problems,
  readAnyText,
  readDuration,
  readFields,
  readInteger,
  readList,
  readText,
} from '../../input/index.ts';
import type { Option } from './option.ts';
import { withoutUndefined } from './without-undefined.ts';

/** `'none'` switches off the image's check. */
export type Healthcheck = 'none' | HealthcheckCommand;

/** Absent fields are the image's, or the engine's. */
export interface HealthcheckCommand {
  /** In the engine's form: `['CMD', …argv]` or `['CMD-SHELL', line]`. */
  readonly test?: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  /** Failures in this time after the start do not count. */
  readonly startPeriodMs?: number;
  /** Interval during the start period, from API 1.44. */
  readonly startIntervalMs?: number;
  readonly retries?: number;
}

/** A health check, or `'none'` to switch off the one of the image. */
export type HealthcheckInput = 'none' | HealthcheckCommandInput;

/** A health check that runs a command. */
export interface HealthcheckCommandInput {
  /** A shell line, an argument vector, or the engine's own `['CMD-SHELL', …]`. @default the image's */
  readonly test?: string | readonly string[] | undefined;
  /** @default the image's, or 30 s */
  readonly interval?: DurationInput | undefined;
  /** @default the image's, or 30 s */
  readonly timeout?: DurationInput | undefined;
  /** Failures in this time after the start do not count. @default the image's, or none */
  readonly startPeriod?: DurationInput | undefined;
  /** Interval during the start period, from API 1.44. */
  readonly startInterval?: DurationInput | undefined;
  /** Failures in a row that make it unhealthy. @default the image's, or 3 */
  readonly retries?: number | undefined;
}

type Given = {
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
};

const readGiven = readFields<Given>({
  test: readTest,
  interval: readDuration(1),
  timeout: readDuration(1),
  startPeriod: readDuration(1),
  startInterval: readDuration(1),
  retries: readInteger(1),
});

export const healthcheck = {
  calls: { healthcheck: { read: readHealthcheck } },
  body: (check) => ({ Healthcheck: healthConfig(check) }),
  hash: 'body',
} satisfies Option<Healthcheck>;

function readHealthcheck(value: unknown, problems: Problems): Healthcheck | undefined {
  if (value === 'none') return value;
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { test, interval, timeout, startPeriod, startInterval, retries } = given;
  if (test?.[0] === 'NONE') return 'none';
  return withoutUndefined<HealthcheckCommand>({
    test,
    intervalMs: interval,
    timeoutMs: timeout,
    startPeriodMs: startPeriod,
    startIntervalMs: startInterval,
    retries,
  });
}

function readTest(value: unknown, problems: Problems): readonly string[] | undefined {
  if (typeof value === 'string') {
    const line = readText(value, problems);
    return line === undefined ? undefined : ['CMD-SHELL', line];
  }
  const argv = readList(readAnyText)(value, problems);
  if (argv === undefined) return undefined;
  const [first] = argv;
  if (first === undefined)
    return problems.refuse(value, 'a command', { hint: "healthcheck('none') switches the check off" });
  const engineForm = first === 'CMD' || first === 'CMD-SHELL' || first === 'NONE';
  if (engineForm && first !== 'NONE' && argv.length < 2)
    return problems.refuse(value, `a command after ${first}`);
  return engineForm ? argv : ['CMD', ...argv];
}

function healthConfig(check: Healthcheck): HealthConfig {
  if (check === 'none') return { Test: ['NONE'] };
  return withoutUndefined<HealthConfig>({
    Test: check.test,
    Interval: nanoseconds(check.intervalMs),
    Timeout: nanoseconds(check.timeoutMs),
    StartPeriod: nanoseconds(check.startPeriodMs),
    StartInterval: nanoseconds(check.startIntervalMs),
    Retries: check.retries,
  });
}

function nanoseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1_000_000);
}
