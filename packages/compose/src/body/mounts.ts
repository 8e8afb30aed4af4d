import { posix } from 'node:path';
import type { Service } from '../schema/index.ts';
import type { HostConfig, InheritedMount, ServiceInstance } from './container-request.ts';
import { bytes } from './numbers.ts';
import { present } from './present.ts';

type Mount = NonNullable<Service['volumes']>[number];
type EngineMount = NonNullable<HostConfig['Mounts']>[number];
type Propagation = NonNullable<NonNullable<EngineMount['BindOptions']>['Propagation']>;

/** Binds, mounts and tmpfs of a container: those of the service, configs and secrets from files, and what it inherits. */
export function mounts(instance: ServiceInstance): Partial<HostConfig> {
  const { service } = instance;
  const binds: string[] = [];
  const engineMounts: EngineMount[] = [];
  const inherited = new Map(inheritedMounts(instance).map((mount) => [mount.Target, mount]));
  for (const mount of service.volumes ?? []) {
    const name = volumeName(instance, mount);
    if (inherited.has(mount.target ?? '')) continue;
    if (isPlain(mount, name)) binds.push(bindText(mount, name));
    else engineMounts.push(engineMount(mount, name));
  }
  return present<Partial<HostConfig>>({
    Binds: binds,
    Mounts: [...engineMounts, ...fileMounts(instance), ...inherited.values()],
    Tmpfs: Object.fromEntries((service.tmpfs ?? []).map(tmpfsEntry)),
    VolumesFrom: service.volumes_from,
    VolumeDriver: service.volume_driver,
  });
}

/** The engine's name of what a mount takes: a named volume has one of its own. */
function volumeName({ model }: ServiceInstance, { type, source = '' }: Mount): string {
  if (type !== 'volume' || source === '') return source;
  const volumes = model.volumes ?? {};
  return Object.hasOwn(volumes, source) ? (volumes[source]?.name ?? source) : source;
}

/** Whether a mount is one that the older form can say, which alone makes a host path that is not there. */
function isPlain({ type, bind, volume }: Mount, name: string): boolean {
  if (type === 'bind') {
    const { create_host_path: created = true, propagation, recursive } = bind ?? {};
    return created && propagation === undefined && recursive === undefined;
  }
  return type === 'volume' && name !== '' && volume?.labels === undefined && volume?.subpath === undefined;
}

function bindText({ target = '', read_only: readOnly, bind, volume }: Mount, name: string): string {
  const options = [readOnly ? 'ro' : 'rw', bind?.selinux, volume?.nocopy ? 'nocopy' : undefined];
  return `${name}:${target}:${options.filter((option) => option !== undefined).join(',')}`;
}

function engineMount(mount: Mount, name: string): EngineMount {
  const { type, target = '', read_only: readOnly, consistency, bind, volume, tmpfs, image } = mount;
  const of: Readonly<Record<string, () => Partial<EngineMount>>> = {
    bind: () => ({
      BindOptions: present<NonNullable<EngineMount['BindOptions']>>({
        Propagation: bind?.propagation as Propagation | undefined,
        NonRecursive: bind?.recursive === 'disabled' ? true : undefined,
        ReadOnlyNonRecursive: bind?.recursive === 'writable' ? true : undefined,
        ReadOnlyForceRecursive: bind?.recursive === 'readonly' ? true : undefined,
      }),
    }),
    volume: () => ({
      VolumeOptions: present<NonNullable<EngineMount['VolumeOptions']>>({
        NoCopy: volume?.nocopy,
        Subpath: volume?.subpath,
        Labels: volume?.labels,
      }),
    }),
    tmpfs: () => ({
      TmpfsOptions: present<NonNullable<EngineMount['TmpfsOptions']>>({
        SizeBytes: bytes(tmpfs?.size),
        Mode: tmpfs?.mode === undefined ? undefined : Number.parseInt(tmpfs.mode, 8),
      }),
    }),
    image: () => ({
      ImageOptions: present<NonNullable<EngineMount['ImageOptions']>>({ Subpath: image?.subpath }),
    }),
  };
  return {
    Type: type as EngineMount['Type'],
    Target: target,
    ...(type !== 'tmpfs' && name !== '' && { Source: name }),
    ...(readOnly && { ReadOnly: true }),
    ...(consistency !== undefined && { Consistency: consistency as NonNullable<EngineMount['Consistency']> }),
    ...of[type]?.(),
  };
}

/** The anonymous volumes of the container that this one replaces, in the same places. */
function inheritedMounts({ service, found, inherited }: ServiceInstance): readonly EngineMount[] {
  const anonymous = (service.volumes ?? [])
    .filter(({ type, source }) => type === 'volume' && !source)
    .map(({ target = '' }) => target);
  const named = (service.volumes ?? []).filter(({ source }) => source).map(({ target = '' }) => target);
  const ofImage = Object.keys(found?.Config?.Volumes ?? {}).map(clean);
  const wanted = new Set([...anonymous, ...ofImage].filter((target) => !named.includes(target)));
  return inherited.filter((mount) => isVolume(mount) && wanted.has(clean(mount.target))).map(takenOver);
}

function isVolume({ type, name }: InheritedMount): boolean {
  return type === 'volume' && name !== undefined;
}

function takenOver({ name, target, writable }: InheritedMount): EngineMount {
  return { Type: 'volume', Source: name!, Target: target, ...(!writable && { ReadOnly: true }) };
}

/** Configs and secrets that are files of the project. */
function fileMounts({ service, model }: ServiceInstance): readonly EngineMount[] {
  const found = [
    ...(service.configs ?? []).map((reference) => ({
      file: model.configs?.[reference.source ?? '']?.file,
      target: configTarget(reference),
    })),
    ...(service.secrets ?? []).map((reference) => ({
      file: model.secrets?.[reference.source ?? '']?.file,
      target: secretTarget(reference),
    })),
  ];
  return found.flatMap(({ file, target }) =>
    file === undefined ? [] : [{ Type: 'bind', Source: file, Target: target, ReadOnly: true } as const],
  );
}

interface Reference {
  readonly source?: string;
  readonly target?: string;
}

/** Where a config is in the container. */
export function configTarget({ source = '', target = source }: Reference): string {
  return posix.resolve('/', target);
}

/** Where a secret is in the container. */
export function secretTarget({ source = '', target = source }: Reference): string {
  return posix.resolve('/run/secrets', target);
}

function tmpfsEntry(text: string): readonly [path: string, options: string] {
  const [path = '', ...options] = text.split(':');
  return [path, options.join(':')];
}

function clean(path: string): string {
  return posix.normalize(path).replace(/(.)\/$/, '$1');
}
