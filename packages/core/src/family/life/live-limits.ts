import type { SpecChange } from '../../container/index.ts';
import type { Docker, HostConfig } from '../../engine/index.ts';
import { boundedCall } from '../member/bounded-call.ts';

/** Limits that the engine changes while a container runs; the size of `/dev/shm` is not one of them. */
const CHANGEABLE = [
  'Memory',
  'MemorySwap',
  'MemoryReservation',
  'NanoCpus',
  'CpuShares',
  'CpusetCpus',
  'PidsLimit',
  'BlkioWeight',
] as const satisfies readonly (keyof HostConfig)[];

export function isLimit({ path }: SpecChange): boolean {
  return path.startsWith('limits.') && !path.startsWith('limits.shm');
}

/** The limits of `wanted`, for an update. One that is not set is lifted, where the engine has a way to say so. */
export function limitsBody(wanted: HostConfig = {}): Readonly<Record<string, unknown>> {
  const none = { Memory: 0, MemorySwap: 0, MemoryReservation: 0, NanoCpus: 0, PidsLimit: -1 };
  const set = CHANGEABLE.filter((field) => wanted[field] !== undefined);
  const body = { ...none, ...Object.fromEntries(set.map((field) => [field, wanted[field]])) };
  // The engine gives a container twice its memory with swap, and refuses less than its memory.
  return body.Memory > 0 && body.MemorySwap === 0 ? { ...body, MemorySwap: body.Memory * 2 } : body;
}

/** Whether the container has the limits that are wanted. */
export async function liveLimits(
  { engine }: Docker,
  id: string,
  wanted: HostConfig | undefined,
): Promise<'as-wanted' | 'other'> {
  const { HostConfig } = await boundedCall((call) => engine.inspectContainer(id, call));
  const live = HostConfig as HostConfig;
  const isSame = CHANGEABLE.every((field) => {
    const want = wanted?.[field];
    // What was not asked for is whatever the engine makes of the rest.
    if (want === undefined && field !== 'Memory' && field !== 'NanoCpus' && field !== 'PidsLimit')
      return true;
    return unlimited(want) ? unlimited(live[field]) : live[field] === want;
  });
  return isSame ? 'as-wanted' : 'other';
}

function unlimited(value: unknown): boolean {
  return value === undefined || value === null || value === 0 || value === -1 || value === '';
}
