import { resolve } from 'node:path';
import { printable } from '../../errors/index.ts';
import type { Problems } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { type HostView, isAllowedPath, normalPath, reachesEngine } from './policy-paths.ts';
import {
  allowedBy,
  eachText,
  fieldsOf,
  isAllowedName,
  isUnset,
  type PolicyRule,
  type PolicyView,
  refuse,
} from './policy-rule.ts';

/** Podman knows words that name further paths of the host. */
const BIND_WORDS =
  /^(?:|r[ow]|z|Z|cached|delegated|consistent|(?:no)?copy|(?:no)?exec|(?:no)?suid|(?:no)?dev|r?bind|r?private|r?slave|r?shared)$/;

/** `host:container[:mode]` or `volume:container[:mode]`. */
export const bindsRule: PolicyRule = eachText((bind, problems, view) => {
  const [source = '', target, mode = '', ...others] = bind.split(':');
  const words = mode.split(',');
  if (target === undefined) return;
  if (source.startsWith('/')) checkBind(source, words.includes('ro'), problems, view);
  else checkVolume(source, problems, view);
  if (others.length > 0 || !words.every((word) => BIND_WORDS.test(word)))
    problems.refuse(bind, 'known words');
  for (const word of words) checkPropagation(word, problems, view);
});

export const mountsRule: PolicyRule = (value, problems, view) => {
  if (isUnset(value)) return;
  if (!Array.isArray(value)) {
    problems.refuse(value, 'a list of mounts');
    return;
  }
  for (const [position, mount] of value.entries()) {
    const at = problems.index(position);
    if (isRecord(mount)) checkMount(mount, at, view);
    else at.refuse(mount, 'a mount');
  }
};

const MOUNT_FIELDS: readonly string[] = [
  'Target',
  'Source',
  'Type',
  'ReadOnly',
  'Consistency',
  'BindOptions',
  'VolumeOptions',
  'ImageOptions',
  'TmpfsOptions',
];

const BIND_FIELDS: readonly string[] = [
  'Propagation',
  'NonRecursive',
  'CreateMountpoint',
  'ReadOnlyNonRecursive',
  'ReadOnlyForceRecursive',
];

const VOLUME_FIELDS: readonly string[] = ['NoCopy', 'Labels', 'DriverConfig', 'Subpath'];

function checkMount(mount: Readonly<Record<string, unknown>>, problems: Problems, view: PolicyView): void {
  fieldsOf(mount, MOUNT_FIELDS, problems, view);
  const source = problems.at('Source');
  switch (mount.Type) {
    case 'bind': {
      const at = problems.at('BindOptions');
      const { Propagation = '' } = fieldsOf(mount.BindOptions, BIND_FIELDS, at, view);
      checkPropagation(String(Propagation), at.at('Propagation'), view);
      checkBind(String(mount.Source ?? ''), mount.ReadOnly === true, source, view);
      return;
    }
    case 'volume': {
      const at = problems.at('VolumeOptions');
      const { DriverConfig } = fieldsOf(mount.VolumeOptions, VOLUME_FIELDS, at, view);
      const driver = at.at('DriverConfig');
      const { Name, Options } = fieldsOf(DriverConfig, ['Name', 'Options'], driver, view);
      checkVolumeDriver(Name, Options, { name: driver.at('Name'), options: driver.at('Options') }, view);
      if (!isUnset(mount.Source)) checkVolume(String(mount.Source), source, view);
      return;
    }
    case 'tmpfs':
    case 'image':
      return;
    default:
      problems.at('Type').refuse(mount.Type, "one of 'bind', 'volume', 'tmpfs', 'image'");
  }
}

/** A path of the host in a container, or as the device of a volume. */
function checkBind(source: string, readOnly: boolean, problems: Problems, view: PolicyView): void {
  const { policy, directory, host } = view;
  const path = normalPath(source);
  const got = bothPaths(source, path, host);
  if (!policy.engineSocket && reachesEngine(path, host)) {
    problems.report(got, 'a path without an engine in it', {
      because: 'a process that reaches the socket of an engine controls its host',
      hint: 'policy: { engineSocket: true } allows it',
    });
    return;
  }
  const allowed = (policy.binds ?? []).flatMap((bind) => {
    const written = normalPath(resolve(directory, bind.replace(/:ro$/, '')));
    const onHost = host.onHost === undefined ? written : host.onHost(written);
    return onHost === undefined
      ? []
      : [{ written, path: normalPath(onHost), readOnly: bind.endsWith(':ro') }];
  });
  const paths = (only: boolean) => allowed.filter((bind) => only || !bind.readOnly).map((bind) => bind.path);
  if (isAllowedPath(path, paths(readOnly), host)) return;
  if (isAllowedPath(path, paths(true), host)) {
    problems.report(got, 'this path read-only', { because: 'the policy allows no writing there' });
    return;
  }
  const inside =
    allowed.length === 0
      ? 'no path of the host'
      : `a path inside of ${allowed.map((bind) => (bind.written === bind.path ? bind.path : `${bind.written} (${bind.path} on the host)`)).join(' or ')}`;
  problems.report(got, inside, allowedBy(`binds: ['${host.seenAs?.(path) ?? path}']`));
}

/** A path of the host, and how this process has it if that is another way. */
function bothPaths(source: string, path: string, host: HostView): string {
  const seen = host.seenAs?.(path);
  return seen === undefined ? printable(source) : `${printable(source)}, which is ${seen} here`;
}

function checkVolume(name: string, problems: Problems, { policy }: PolicyView): void {
  // Podman binds relative paths.
  if (!/^[a-z\d][\w.-]*$/i.test(name)) problems.refuse(name, 'an absolute path or the name of a volume');
  else if (!isAllowedName(name, policy.volumes)) {
    refuse(name, problems, expectedNames(policy.volumes, 'named volume'), `volumes: ['${name}']`);
  }
}

/** What `allowed` names, for people. */
export function expectedNames(allowed: boolean | readonly string[] | undefined, what: string): string {
  return typeof allowed === 'object' && allowed.length > 0 ? `one of ${allowed.join(', ')}` : `no ${what}`;
}

/** Mounts that the container makes would appear on the host. */
function checkPropagation(word: string, problems: Problems, { policy }: PolicyView): void {
  if (!/^r?shared$/.test(word) || policy.privileged) return;
  refuse(word, problems, 'a propagation that stays in the container', 'privileged: true');
}

/** Of a volume in memory. */
const MEMORY_FLAG = /^(?:|ro|rw|noexec|nosuid|nodev|(?:size|mode|uid|gid|nr_inodes)=[\w%]+)$/;

/** The driver of a volume and what it is told: `local` can bind any path of the host. */
export function checkVolumeDriver(
  name: unknown,
  options: unknown,
  at: { readonly name: Problems; readonly options: Problems },
  view: PolicyView,
): void {
  const driver = isUnset(name) ? 'local' : String(name);
  if (driver !== 'local') {
    if (view.policy.volumeDrivers?.includes(driver)) return;
    refuse(driver, at.name, "the driver 'local'", `volumeDrivers: ['${driver}']`);
    return;
  }
  const { type, o, device } = fieldsOf(options, ['type', 'o', 'device'], at.options, view);
  const flags = String(o ?? '').split(',');
  const others = flags.filter((flag) => !MEMORY_FLAG.test(flag));
  if (others.length === 0 && (isUnset(options) || type === 'tmpfs')) return;
  if (others.length === 0 || isUnset(device) || !others.every((flag) => /^r?bind$/.test(flag))) {
    at.options.refuse(options, "no options, type 'tmpfs', or a bind");
    return;
  }
  checkBind(String(device), flags.includes('ro'), at.options.at('device'), view);
}
