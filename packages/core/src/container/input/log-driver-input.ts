import { type Problems, readAnyText, readFields, readRecord, readText } from '../../input/index.ts';
import type { LogDriver } from '../spec/container-spec.ts';

/** Options of a log driver: `{ 'max-size': '10m', 'max-file': '3' }`. */
export type LogDriverOptions = Readonly<Record<string, string | undefined>>;

const readGiven = readFields<LogDriver>({ name: readText, options: readRecord(readAnyText) });

export function readLogDriver(value: unknown, problems: Problems): LogDriver | undefined {
  const given = readGiven(value, problems);
  return given?.name === undefined ? undefined : { name: given.name, options: given.options ?? {} };
}
