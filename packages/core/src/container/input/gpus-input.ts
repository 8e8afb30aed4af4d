import {
  type Problems,
  readAnyText,
  readFields,
  readInteger,
  readList,
  readRecord,
  readText,
} from '../../input/index.ts';
import type { GpuRequest } from '../spec/gpu-request.ts';

/** `'all'`, how many, or which. */
export type GpusInput =
  | 'all'
  | number
  | {
      readonly count?: number | 'all' | undefined;
      readonly deviceIds?: readonly string[] | undefined;
      /** @default the engine's choice */
      readonly driver?: string | undefined;
      /** @default ['gpu'] */
      readonly capabilities?: readonly string[] | undefined;
      readonly options?: Readonly<Record<string, string>> | undefined;
    };

const readGiven = readFields<GpuRequest>({
  count: readCount,
  deviceIds: readList(readText),
  driver: readText,
  capabilities: readList(readText),
  options: readRecord(readAnyText),
});

/** One argument of `gpus`. */
export function readGpus(value: unknown, problems: Problems): GpuRequest | undefined {
  if (value === 'all' || typeof value === 'number') {
    const count = readCount(value, problems);
    return count === undefined ? undefined : { count, capabilities: ['gpu'], options: {} };
  }
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { count, deviceIds, capabilities = [], options = {}, ...driver } = given;
  if (count !== undefined && deviceIds !== undefined)
    return problems.report('count and deviceIds', 'one of the two');
  return {
    ...driver,
    ...(deviceIds === undefined ? { count: count ?? 1 } : { deviceIds }),
    capabilities: [...new Set(['gpu', ...capabilities])],
    options,
  };
}

function readCount(value: unknown, problems: Problems): number | 'all' | undefined {
  return value === 'all' || value === -1 ? 'all' : readInteger(1)(value, problems);
}
