import {
  asGiven,
  checkArguments,
  checkOptions,
  type OptionReaders,
  type Reader,
  readAnyText,
  readFields,
  readFlag,
  readFunction,
  readInteger,
  readNumber,
  readObject,
  readRecord,
  readText,
  readWord,
} from '@docktopus/core/kit';
import type { FakeEngineOptions } from './fake-engine-options.ts';
import type { FaultOptions } from './faults/fault.ts';

const readTimes: Reader<unknown> = (value, problems) =>
  value === Number.POSITIVE_INFINITY ? value : readInteger(1)(value, problems);

const readStatus = readInteger(100, 599);

const FAULT: OptionReaders<FaultOptions> = { times: readTimes };

const readScript: Reader<unknown> = (value, problems) =>
  typeof value === 'function' ? value : readObject(value, problems);

const ENGINE: OptionReaders<FakeEngineOptions> = {
  time: readWord(['real', 'manual']),
  ports: readWord(['chosen', 'all', 'none']),
  images: readRecord(readScript),
};

/** What the calls of a fake engine are given, by the names of their parameters. */
const GIVEN = {
  reference: readText,
  script: readScript,
  name: readText,
  program: readFunction,
  ms: readNumber(0, Number.MAX_SAFE_INTEGER),
  status: readStatus,
  message: readAnyText,
  afterBytes: readInteger(0),
  count: readInteger(0),
  idOrName: readText,
  exitCode: readInteger(0, 255),
  socketPath: readText,
  operation: asGiven,
  options: readFields<FaultOptions>(FAULT as never),
  pullOptions: readFields<FaultOptions & { status: number }>({ ...FAULT, status: readStatus } as never),
  killOptions: readFields<{ oom: boolean }>({ oom: readFlag }),
  verdict: ((value, problems) =>
    value === undefined ? value : readWord(['healthy', 'unhealthy'])(value, problems)) as Reader<unknown>,
} satisfies Readonly<Record<string, Reader<unknown>>>;

type Given = { readonly [K in keyof typeof GIVEN]?: unknown };

/** @throws DocktopusError `spec.invalid` with every problem. */
export function checkFakeOptions(options: FakeEngineOptions): void {
  checkOptions(options, ENGINE, 'new FakeEngine');
}

/**
 * Checks what a call of a fake engine is given: a fault that is aimed at an operation which does not exist would never
 * happen, and its test would pass.
 *
 * @throws DocktopusError `spec.invalid` with every problem.
 */
export function checkGiven(call: string, given: Given, operations: readonly string[]): void {
  const readers = Object.fromEntries(
    Object.keys(given).map((name) => [
      name,
      name === 'operation' ? readWord(operations) : GIVEN[name as keyof Given],
    ]),
  );
  checkArguments(given as Readonly<Record<string, unknown>>, readers, `FakeEngine.${call}`);
}
