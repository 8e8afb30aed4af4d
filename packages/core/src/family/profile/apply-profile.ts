import type { ContainerSpec } from '../../container/index.ts';
import type { UntrustedProfile } from './untrusted-profile.ts';

const NO_NEW_PRIVILEGES = /^no-new-privileges(?:[:=]true)?$/;

/** The spec with everything that the profile asks for and the author has said nothing about. What contradicts it stays. */
export function applyProfile(spec: ContainerSpec, profile: UntrustedProfile): ContainerSpec {
  const { limits = {}, ulimits = [], securityOpt = [], tmpfs = {} } = spec;
  const memoryBytes = limits.memoryBytes ?? profile.memoryBytes;
  const size = `size=${profile.tmpfsBytes}`;
  const hasNoNewPrivileges = securityOpt.some((option) => NO_NEW_PRIVILEGES.test(option));
  const hasNofile = ulimits.some(({ name }) => name === 'nofile');
  return {
    ...spec,
    user: spec.user ?? profile.user,
    capDrop: spec.capDrop ?? ['ALL'],
    securityOpt: hasNoNewPrivileges ? securityOpt : [...securityOpt, 'no-new-privileges:true'],
    readOnlyRootfs: spec.readOnlyRootfs ?? true,
    tmpfs: {
      '/tmp': `rw,nosuid,nodev,noexec,${size}`,
      '/run': `rw,nosuid,nodev,noexec,${size}`,
      ...tmpfs,
    },
    limits: {
      ...limits,
      memoryBytes,
      // As much swap as memory is no swap at all.
      memorySwapBytes: limits.memorySwapBytes ?? memoryBytes,
      cpus: limits.cpus ?? profile.cpus,
      pids: limits.pids ?? profile.pids,
    },
    ulimits: hasNofile ? ulimits : [...ulimits, { name: 'nofile', soft: 1_024, hard: 1_024 }],
    ipcMode: spec.ipcMode ?? 'private',
    init: spec.init ?? profile.init,
    logDriver: spec.logDriver ?? { name: 'json-file', options: { 'max-size': '10m', 'max-file': '2' } },
    ...((spec.runtime ?? profile.runtime) ? { runtime: spec.runtime ?? profile.runtime ?? '' } : {}),
    ...(profile.storageBytes === undefined
      ? {}
      : {
          createOptions: {
            HostConfig: { StorageOpt: { size: String(profile.storageBytes) } },
            ...spec.createOptions,
          },
        }),
  };
}
