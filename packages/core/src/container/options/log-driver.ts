import { type Problems, readAnyText, readFields, readRecord, readText } from '../../input/index.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';

/** Options of a log driver: `{ 'max-size': '10m', 'max-file': '3' }`. */
export type LogDriverOptions = Readonly<Record<string, string | undefined>>;

/** Where the engine writes a container's output. */
export interface LogDriver {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

export const logDriver = {
  calls: { logDriver: { read: readLogDriver } },
  body: ({ name, options }) => ({ HostConfig: { LogConfig: { Type: name, Config: options } } }),
  hash: 'body',
  critical: [
    {
      option: 'logDriver',
      consequence: "the engine's default log driver is used, and json-file grows without limit",
      write: ".logDriver('local') or .logDriver('json-file', { 'max-size': '10m', 'max-file': '3' })",
      bites: true,
      isImplicit: ({ logDriver, createOptions }) =>
        (logDriver === undefined && createOptions?.HostConfig?.LogConfig === undefined) ||
        (logDriver?.name === 'json-file' && logDriver.options['max-size'] === undefined),
    },
  ],
} satisfies Option<LogDriver, { readonly logDriver?: LogDriver; readonly createOptions?: CreateOptions }>;

const readGiven = readFields<LogDriver, 'name'>(
  { name: readText, options: readRecord(readAnyText) },
  { name: "a log driver's name, such as 'local'" },
);

function readLogDriver(value: unknown, problems: Problems): LogDriver | undefined {
  const given = readGiven(value, problems);
  return given && { name: given.name, options: given.options ?? {} };
}
