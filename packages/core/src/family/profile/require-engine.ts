import type { Docker } from '../../engine/index.ts';
import { DocktopusError, nearest } from '../../errors/index.ts';
import type { UntrustedProfile } from './untrusted-profile.ts';

/** What of `GET /info` a profile depends on. */
export interface EngineInfo {
  readonly Runtimes?: Readonly<Record<string, unknown>> | null;
  readonly SecurityOptions?: readonly string[] | null;
  readonly Driver?: string;
  readonly DriverStatus?: readonly (readonly string[])[] | null;
  readonly CgroupVersion?: string;
}

/** Storage that can limit the size of a container's writable layer. */
const SIZED_DRIVERS: readonly string[] = ['btrfs', 'zfs', 'devicemapper', 'windowsfilter'];

/**
 * Makes sure that the engine can do what the profile asks for, before anything is made.
 *
 * @throws DocktopusError `engine.unsupported`
 */
export async function requireEngine(
  docker: Docker,
  profile: UntrustedProfile,
  signal: AbortSignal,
): Promise<EngineInfo> {
  const info = await docker.request<EngineInfo>(
    { method: 'GET', path: '/info' },
    { signal, operation: 'family.profile' },
  );
  const problem = missingOf(info, profile);
  if (problem === undefined) return info;
  throw new DocktopusError('engine.unsupported', {
    operation: 'family.profile',
    subject: 'untrusted',
    ...problem,
    details: {},
  });
}

/** What the engine lacks. Pure. */
export function missingOf(
  info: EngineInfo,
  { runtime, storageBytes, userns }: UntrustedProfile,
): { readonly reason: string; readonly hint: string } | undefined {
  const security = info.SecurityOptions ?? [];
  const runtimes = Object.keys(info.Runtimes ?? {});
  if (runtime !== undefined && !runtimes.includes(runtime)) {
    const close = nearest(runtime, runtimes);
    const known = `the engine knows ${runtimes.join(', ') || 'none'}`;
    return {
      reason: `there is no runtime '${runtime}'; ${known}`,
      hint:
        close === undefined
          ? "Install it and name it in the engine's daemon.json"
          : `Did you mean '${close}'?`,
    };
  }
  if (
    security.every((option) => !option.startsWith('name=seccomp')) ||
    security.includes('name=seccomp,profile=unconfined')
  ) {
    return {
      reason: 'the engine filters no system calls',
      hint: 'Run an engine with seccomp and its default profile',
    };
  }
  if (userns && !security.some((option) => /^name=(?:userns|rootless)/.test(option))) {
    return {
      reason: 'the engine maps users to themselves',
      hint: "Set userns-remap in the engine's daemon.json, or leave userns out",
    };
  }
  if (storageBytes !== undefined && !isStorageSized(info)) {
    return {
      reason: `the engine's storage (${info.Driver}) cannot limit the size of containers`,
      hint: 'Use overlay2 on xfs with pquota, btrfs or zfs, or leave storage out',
    };
  }
  return undefined;
}

/** With `overlay2` it takes xfs; whether that has quotas is said by the engine when a container is made. */
function isStorageSized({ Driver = '', DriverStatus }: EngineInfo): boolean {
  const backing = DriverStatus?.find(([name]) => name === 'Backing Filesystem')?.[1];
  return SIZED_DRIVERS.includes(Driver) || (Driver === 'overlay2' && backing === 'xfs');
}
