import type { DeviceRequest } from '../../engine/index.ts';
import {
  type Problems,
  readAnyText,
  readFields,
  readFullRecord,
  readInteger,
  readList,
  readSyntax,
  readText,
} from '../../input/index.ts';
import { parseGpus } from '../syntax/gpus.ts';
import { appended } from './combine.ts';
import type { Option } from './option.ts';
import { withoutUndefined } from './without-undefined.ts';

/** `'all'`, how many, which (`'device=0,1'`, as `docker run --gpus`), or in words. */
export type GpusInput =
  | 'all'
  | number
  | `${number}`
  | `${'count' | 'device' | 'driver' | 'capabilities' | 'options'}=${string}`
  | {
      readonly count?: number | 'all' | undefined;
      readonly deviceIds?: readonly string[] | undefined;
      /** @default the engine's choice */
      readonly driver?: string | undefined;
      /** @default ['gpu'] */
      readonly capabilities?: readonly string[] | undefined;
      readonly options?: Readonly<Record<string, string>> | undefined;
    };

/** GPUs (or other devices of a driver) that the engine picks. */
export interface GpuRequest {
  /** `'all'`, or how many; absent when `deviceIds` are given. */
  readonly count?: number | 'all';
  readonly deviceIds?: readonly string[];
  readonly driver?: string;
  /** Always includes `'gpu'`. */
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

export const gpus = {
  calls: { gpus: { read: readList(readGpus), combine: appended } },
  body: (requests) => ({ HostConfig: { DeviceRequests: requests.map(deviceRequest) } }),
  hash: 'body',
} satisfies Option<readonly GpuRequest[]>;

const readGiven = readFields<GpuRequest>({
  count: readCount,
  deviceIds: readList(readText),
  driver: readText,
  capabilities: readList(readText),
  options: readFullRecord(readAnyText),
});

function readGpus(value: unknown, problems: Problems): GpuRequest | undefined {
  if (typeof value === 'string' && value !== 'all') return readGpusText(value, problems);
  if (value === 'all' || typeof value === 'number') {
    const count = readCount(value, problems);
    return count === undefined ? undefined : { count, capabilities: ['gpu'], options: {} };
  }
  return toRequest(readGiven(value, problems), problems);
}

function readGpusText(value: string, problems: Problems): GpuRequest | undefined {
  const given = readSyntax(parseGpus)(value, problems);
  return given && toRequest(given, problems);
}

function toRequest(given: Partial<GpuRequest> | undefined, problems: Problems): GpuRequest | undefined {
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

function deviceRequest({ count, deviceIds, driver, capabilities, options }: GpuRequest): DeviceRequest {
  return withoutUndefined<DeviceRequest>({
    Driver: driver,
    Count: count === 'all' ? -1 : count,
    DeviceIDs: deviceIds,
    Capabilities: [capabilities],
    Options: Object.keys(options).length === 0 ? undefined : options,
  });
}
