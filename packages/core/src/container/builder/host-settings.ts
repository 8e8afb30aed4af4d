import type { SizeInput } from '../../input/index.ts';
import type { BindInput } from '../options/binds.ts';
import type { CallName } from '../options/calls.ts';
import type { CapabilityInput } from '../options/capabilities.ts';
import type { DeviceInput } from '../options/devices.ts';
import type { ExtraHostsInput } from '../options/extra-hosts.ts';
import type { GpusInput } from '../options/gpus.ts';
import type { LimitsInput } from '../options/limits.ts';
import type { LogDriverOptions } from '../options/log-driver.ts';
import type { MountInput } from '../options/mount-input.ts';
import type { NetworkInput } from '../options/networks.ts';
import type { OneOrMany } from '../options/one-or-many.ts';
import type { PortBindingsInput, PortsInput } from '../options/ports.ts';
import type { RestartPolicyInput } from '../options/restart-policy.ts';
import type { SysctlsInput } from '../options/sysctls.ts';
import type { TmpfsInput } from '../options/tmpfs.ts';
import type { UlimitInput } from '../options/ulimits.ts';
import type { VolumeInput } from '../options/volumes.ts';
import { switched } from './switched.ts';

/** The part of a builder that is about the container's share of the host: resources, devices, networks, mounts, ports. */
export abstract class HostSettings {
  /** Networks by name, `'host'`, `'none'`, `'container:<name>'`, or with aliases and addresses. @default 'bridge' */
  networks(...networks: readonly OneOrMany<string | NetworkInput>[]): this {
    return this.with('networks', networks.flat());
  }

  /** `{ memory: '256m', cpus: 0.5, pids: 128 }`; earlier limits stay. @default none */
  limits(limits: LimitsInput): this {
    return this.with('limits', limits);
  }

  /** `'nofile=1024:4096'` */
  ulimits(...ulimits: readonly OneOrMany<UlimitInput>[]): this {
    return this.with('ulimits', ulimits.flat());
  }

  /** `'/dev/fuse'`, `'/dev/sda:/dev/xvda:r'`, `'nvidia.com/gpu=0'` */
  devices(...devices: readonly OneOrMany<DeviceInput>[]): this {
    return this.with('devices', devices.flat());
  }

  /** `'all'`, how many, `'device=0,1'`, or `{ deviceIds: [...] }`. */
  gpus(...requests: readonly OneOrMany<GpusInput>[]): this {
    return this.with('gpus', requests.flat());
  }

  capAdd(...capabilities: readonly OneOrMany<CapabilityInput>[]): this {
    return this.with('capAdd', capabilities.flat());
  }

  capDrop(...capabilities: readonly OneOrMany<CapabilityInput>[]): this {
    return this.with('capDrop', capabilities.flat());
  }

  /** `'no-new-privileges'`, `'seccomp=unconfined'`, … */
  securityOpt(...options: readonly OneOrMany<string>[]): this {
    return this.with('securityOpt', options.flat());
  }

  /** Gives the container all capabilities and devices of the host. @default false */
  privileged(...privileged: [privileged?: boolean]): this {
    return this.with('privileged', switched(privileged));
  }

  /** Whose processes the container sees: `'host'`, `'container:<name>'`. @default its own */
  pidMode(mode: 'host' | `container:${string}`): this {
    return this.with('pidMode', mode);
  }

  /** Whose shared memory and semaphores the container uses. @default the engine's, usually its own */
  ipcMode(mode: 'host' | 'private' | 'shareable' | 'none' | `container:${string}`): this {
    return this.with('ipcMode', mode);
  }

  /** The size of `/dev/shm`: `'256m'`, or bytes. @default 64 MiB */
  shmSize(size: SizeInput): this {
    return this.with('shmSize', size);
  }

  /** Further groups of the user, by name or number. */
  groupAdd(...groups: readonly OneOrMany<string | number>[]): this {
    return this.with('groupAdd', groups.flat());
  }

  readOnlyRootfs(...readOnly: [readOnly?: boolean]): this {
    return this.with('readOnlyRootfs', switched(readOnly));
  }

  /** `'/run'`, `'/run:rw,size=64m'`, or `{ '/run': 'size=64m' }`. */
  tmpfs(...mounts: readonly OneOrMany<TmpfsInput>[]): this {
    return this.with('tmpfs', mounts.flat());
  }

  /** Paths of the host: `'./data:/data:ro'` as `docker run -v`, or `{ source, target, readOnly }`. */
  binds(...binds: readonly OneOrMany<string | BindInput>[]): this {
    return this.with('binds', binds.flat());
  }

  /** Volumes: `'name:/path'`, `'/path'` for an anonymous one, or `{ name, target, … }`. */
  volumes(...volumes: readonly OneOrMany<string | VolumeInput>[]): this {
    return this.with('volumes', volumes.flat());
  }

  /** Mounts in words, also of kinds without a method: `{ type: 'tmpfs', target: '/run', size: '1m' }`, `{ type: 'image', … }`. */
  mounts(...mounts: readonly OneOrMany<MountInput>[]): this {
    return this.with('mounts', mounts.flat());
  }

  /** Containers whose volumes this one gets as well: `'data'`, `'data:ro'`. */
  volumesFrom(...names: readonly OneOrMany<string>[]): this {
    return this.with('volumesFrom', names.flat());
  }

  /** Publishes ports, as the engine's map has them: `{ '8080/tcp': [{ hostIp: '127.0.0.1', hostPort: '80' }] }`. */
  portBindings(bindings: PortBindingsInput): this {
    return this.with('portBindings', bindings);
  }

  /** Publishes ports, on 127.0.0.1 unless another address is said: `6379`, `'8080:80'`, `{ '53/udp': { hostPort: 0 } }`. */
  ports(...ports: readonly OneOrMany<PortsInput>[]): this {
    return this.with('ports', ports.flat());
  }

  /** `'runsc'`, `'nvidia'`, … @default the engine's */
  runtime(runtime: string): this {
    return this.with('runtime', runtime);
  }

  /** `'unless-stopped'`, `'on-failure:5'`, `{ name: 'on-failure', maximumRetryCount: 5 }`. @default 'no' */
  restartPolicy(policy: RestartPolicyInput): this {
    return this.with('restartPolicy', policy);
  }

  /** `'name:1.2.3.4'`, `'host.docker.internal:host-gateway'`, or `{ name: '::1' }`. */
  extraHosts(...hosts: readonly OneOrMany<ExtraHostsInput>[]): this {
    return this.with('extraHosts', hosts.flat());
  }

  /** Addresses of name servers. @default the host's */
  dns(...servers: readonly OneOrMany<string>[]): this {
    return this.with('dns', servers.flat());
  }

  /** Domains in which the container looks for short names. @default the host's */
  dnsSearch(...domains: readonly OneOrMany<string>[]): this {
    return this.with('dnsSearch', domains.flat());
  }

  sysctls(parameters: SysctlsInput): this {
    return this.with('sysctls', parameters);
  }

  /** @default the engine's, usually json-file without a limit */
  logDriver(name: string, options: LogDriverOptions = {}): this {
    return this.with('logDriver', { name, options });
  }

  /** Puts a small init in front, which passes signals on and reaps zombies. @default the engine's */
  init(...init: [init?: boolean]): this {
    return this.with('init', switched(init));
  }

  /** The builder after the call `method(value)`. */
  protected abstract with(method: CallName, value: unknown): this;
}
