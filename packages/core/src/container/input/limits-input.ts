import {
  NO_LIMIT,
  type Problems,
  readFields,
  readInteger,
  readSize,
  readSizeOrUnlimited,
  readText,
  type SizeInput,
} from '../../input/index.ts';
import type { Limits } from '../spec/limits.ts';

export interface LimitsInput {
  /** `'256m'`, or bytes. */
  readonly memory?: SizeInput | undefined;
  /** Memory and swap together; `-1` for unlimited swap. */
  readonly memorySwap?: SizeInput | undefined;
  readonly memoryReservation?: SizeInput | undefined;
  /** `0.5`, `'1.5'` */
  readonly cpus?: number | `${number}` | undefined;
  readonly cpuShares?: number | undefined;
  /** `'0-2'`, `'0,1'` */
  readonly cpuset?: string | undefined;
  /** `-1` for unlimited. */
  readonly pids?: number | undefined;
  readonly shmSize?: SizeInput | undefined;
  /** 10–1000. */
  readonly blkioWeight?: number | undefined;
}

type Given = { readonly [K in keyof LimitsInput]-?: number | string };

const readGiven = readFields<Given>({
  memory: readSize,
  memorySwap: readSizeOrUnlimited,
  memoryReservation: readSize,
  cpus: readCpus,
  cpuShares: readInteger(2, 262_144),
  cpuset: readCpuset,
  pids: readPids,
  shmSize: readSize,
  blkioWeight: readInteger(10, 1000),
});

const SPEC_FIELD: Readonly<Record<keyof LimitsInput, keyof Limits>> = {
  memory: 'memoryBytes',
  memorySwap: 'memorySwapBytes',
  memoryReservation: 'memoryReservationBytes',
  cpus: 'cpus',
  cpuShares: 'cpuShares',
  cpuset: 'cpuset',
  pids: 'pids',
  shmSize: 'shmBytes',
  blkioWeight: 'blkioWeight',
};

export function readLimits(value: unknown, problems: Problems): Limits | undefined {
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const entries = Object.entries(given).map(([key, limit]) => [SPEC_FIELD[key as keyof LimitsInput], limit]);
  return Object.fromEntries(entries) as Limits;
}

function readCpus(value: unknown, problems: Problems): number | undefined {
  const cpus = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof cpus === 'number' && Number.isFinite(cpus) && cpus >= 0.001 && cpus <= 8192
    ? cpus
    : problems.refuse(value, 'a number of CPUs such as 0.5, from 0.001 to 8192', { hint: NO_LIMIT });
}

function readCpuset(value: unknown, problems: Problems): string | undefined {
  const text = readText(value, problems);
  if (text === undefined) return undefined;
  return /^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.test(text)
    ? text
    : problems.refuse(value, "CPUs such as '0-2' or '0,1'");
}

function readPids(value: unknown, problems: Problems): number | undefined {
  return value === -1 || (Number.isSafeInteger(value) && (value as number) > 0)
    ? (value as number)
    : problems.refuse(value, 'a whole number above 0, or -1 for unlimited');
}
