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
import type { Healthcheck, HealthcheckCommand } from '../spec/healthcheck.ts';

export type HealthcheckInput = 'none' | HealthcheckCommandInput;

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

export function readHealthcheck(value: unknown, problems: Problems): Healthcheck | undefined {
  if (value === 'none') return value;
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { test, interval, timeout, startPeriod, startInterval, retries } = given;
  if (test?.[0] === 'NONE') return 'none';
  const check: { -readonly [K in keyof HealthcheckCommand]: HealthcheckCommand[K] } = {};
  if (test !== undefined) check.test = test;
  if (interval !== undefined) check.intervalMs = interval;
  if (timeout !== undefined) check.timeoutMs = timeout;
  if (startPeriod !== undefined) check.startPeriodMs = startPeriod;
  if (startInterval !== undefined) check.startIntervalMs = startInterval;
  if (retries !== undefined) check.retries = retries;
  return check;
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
