import { parseDuration } from '../syntax/index.ts';

/** A checked duration of the model in nanoseconds. */
export function nanoseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  return duration.ok ? Number(duration.value) : undefined;
}

/** A checked size of the model; nothing for 0, which is no limit. */
export function bytes(text: string | undefined): number | undefined {
  const size = Number(text ?? 0);
  return size === 0 ? undefined : size;
}

/** CPUs in billionths. */
export function billionths(cpus: number | undefined): number | undefined {
  return cpus === undefined || cpus === 0 ? undefined : Math.round(cpus * 1e9);
}

/** Whether an engine of API version `has` knows what came with `needs`: `'1.44'`. */
export function isAtLeast(has: string, needs: string): boolean {
  const [major = 0, minor = 0] = has.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = needs.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
