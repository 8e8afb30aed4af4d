import type { HostConfig } from '../../engine/index.ts';
import type { Issue } from '../../errors/index.ts';
import {
  describeByteSize,
  NO_LIMIT,
  type Problems,
  readFields,
  readInteger,
  readSize,
  readSizeOrUnlimited,
  readText,
  type SizeInput,
} from '../../input/index.ts';
import { merged } from './combine.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What a container may use at most. */
export interface Limits {
  readonly memoryBytes?: number;
  /** Memory and swap together; −1 for unlimited swap. */
  readonly memorySwapBytes?: number;
  /** What the container is pushed back to when the host is short of memory. */
  readonly memoryReservationBytes?: number;
  /** CPUs, fractions allowed. */
  readonly cpus?: number;
  /** Weight against other containers, 1024 being the usual. */
  readonly cpuShares?: number;
  /** `'0-2'`, `'0,1'` */
  readonly cpuset?: string;
  /** −1 for unlimited. */
  readonly pids?: number;
  /** Size of `/dev/shm`. */
  readonly shmBytes?: number;
  /** Weight of block I/O, 10–1000. */
  readonly blkioWeight?: number;
}

/** What `limits()` takes: sizes as bytes or as text such as `'512m'`. */
export interface LimitsInput {
  /** `'256m'`, or bytes. */
  readonly memory?: SizeInput | undefined;
  /** Memory and swap together; `-1` for unlimited swap. */
  readonly memorySwap?: SizeInput | undefined;
  readonly memoryReservation?: SizeInput | undefined;
  /** `0.5`, `'1.5'` */
  readonly cpus?: number | `${number}` | `.${number}` | undefined;
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

export const limits = {
  calls: {
    limits: { read: readLimits, combine: merged },
    shmSize: { read: readShmSize, combine: merged },
  },
  body: (limit) => ({
    HostConfig: withoutUndefined<HostConfig>({
      Memory: limit.memoryBytes,
      MemorySwap: limit.memorySwapBytes,
      MemoryReservation: limit.memoryReservationBytes,
      NanoCpus: limit.cpus === undefined ? undefined : Math.round(limit.cpus * 1e9),
      CpuShares: limit.cpuShares,
      CpusetCpus: limit.cpuset,
      PidsLimit: limit.pids,
      ShmSize: limit.shmBytes,
      BlkioWeight: limit.blkioWeight,
    }),
  }),
  hash: 'body',
  contradictions: memoryIssues,
  critical: [
    {
      option: 'limits.memory',
      consequence: 'the container may take all memory of the host',
      write: ".limits({ memory: '512m' })",
      bites: true,
      isImplicit: ({ limits, createOptions }) =>
        limits?.memoryBytes === undefined && createOptions?.HostConfig?.Memory === undefined,
    },
    {
      option: 'limits.cpus',
      consequence: 'the container may take all CPUs of the host',
      write: '.limits({ cpus: 1 })',
      bites: false,
      isImplicit: ({ limits, createOptions }) =>
        limits?.cpus === undefined &&
        limits?.cpuset === undefined &&
        createOptions?.HostConfig?.NanoCpus === undefined &&
        createOptions?.HostConfig?.CpuQuota === undefined,
    },
    {
      option: 'limits.pids',
      consequence: 'the container may fork until the host runs out of processes',
      write: '.limits({ pids: 256 })',
      bites: true,
      isImplicit: ({ limits, createOptions }) =>
        limits?.pids === undefined && createOptions?.HostConfig?.PidsLimit === undefined,
    },
  ],
} satisfies Option<Limits, { readonly limits?: Limits; readonly createOptions?: CreateOptions }>;

function readLimits(value: unknown, problems: Problems): Limits | undefined {
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const entries = Object.entries(given).map(([key, limit]) => [SPEC_FIELD[key as keyof LimitsInput], limit]);
  return Object.fromEntries(entries) as Limits;
}

/** The size of `/dev/shm`, as `docker run --shm-size`. */
function readShmSize(value: unknown, problems: Problems): Limits | undefined {
  const shmBytes = readSize(value, problems);
  return shmBytes === undefined ? undefined : { shmBytes };
}

function readCpus(value: unknown, problems: Problems): number | undefined {
  const cpus = typeof value === 'string' && /^(?:\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : value;
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

function memoryIssues(limit: Limits): readonly Issue[] {
  const { memoryBytes: memory, memorySwapBytes: swap, memoryReservationBytes: reservation } = limit;
  const issues: Issue[] = [];
  if (swap !== undefined && swap !== -1 && (memory === undefined || swap < memory)) {
    issues.push({
      path: 'limits.memorySwap',
      got: describeByteSize(swap),
      expected:
        memory === undefined
          ? 'limits.memory beside it'
          : `at least limits.memory (${describeByteSize(memory)})`,
      because: 'it includes memory',
    });
  }
  if (memory !== undefined && reservation !== undefined && reservation > memory) {
    issues.push({
      path: 'limits.memoryReservation',
      got: describeByteSize(reservation),
      expected: `at most limits.memory (${describeByteSize(memory)})`,
    });
  }
  return issues;
}
