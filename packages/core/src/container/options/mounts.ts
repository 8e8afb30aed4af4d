import type { CreateContainerBody, EngineMount } from '../../engine/index.ts';
import { printable } from '../../errors/index.ts';
import { type Problems, readList } from '../../input/index.ts';
import { printBind, type ShortMount } from '../syntax/bind.ts';
import type { BindMount, ImageMount, Mount, TmpfsMount, VolumeMount } from '../syntax/mount.ts';
import { readBind } from './binds.ts';
import { appended } from './combine.ts';
import { readMount } from './mount-input.ts';
import type { CallPlace, Option } from './option.ts';
import { readVolume } from './volumes.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * What `binds`, `volumes` and `mounts` gave, in their order.
 *
 * In the body, `Binds` says what `docker run -v` would (a missing host path is made), `Mounts` all else, and an
 * anonymous volume without options is a path under `Volumes`.
 */
export const mounts = {
  calls: {
    binds: {
      read: (value: unknown, problems: Problems, place: CallPlace) =>
        readList(readBind(place))(value, problems),
      combine: appended,
    },
    volumes: {
      read: (value: unknown, problems: Problems, place: CallPlace) =>
        readList<Mount>((entry, at) => readVolume(entry, at, place))(value, problems),
      combine: appended,
    },
    mounts: {
      read: (value: unknown, problems: Problems, place: CallPlace) =>
        readList<Mount>((entry, at) => readMount(entry, at, place))(value, problems),
      combine: appended,
    },
  },
  body: (given) => ({
    ...volumePaths(given.filter(isPlainAnonymousVolume)),
    HostConfig: withoutUndefined({
      Binds: whenAny(given.filter(fitsBinds).map(printBind)),
      Mounts: whenAny(
        given.filter((mount) => !fitsBinds(mount) && !isPlainAnonymousVolume(mount)).map(engineMount),
      ),
    }),
  }),
  hash: 'body',
  contradictions: (given, { tmpfs = {} }) => {
    const targets = [...given.map(({ target }) => target), ...Object.keys(tmpfs)];
    const repeated = targets.filter((target, position) => targets.indexOf(target) < position);
    return [...new Set(repeated)].map((target) => ({
      path: 'mounts',
      got: `two mounts at ${printable(target)}`,
      expected: 'one mount for each path in the container',
    }));
  },
} satisfies Option<readonly Mount[], { readonly tmpfs?: Readonly<Record<string, string>> }>;

function volumePaths(anonymous: readonly Mount[]): Pick<CreateContainerBody, 'Volumes'> {
  if (anonymous.length === 0) return {};
  return { Volumes: Object.fromEntries(anonymous.map(({ target }) => [target, {}])) };
}

function whenAny<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function isPlainAnonymousVolume(mount: Mount): boolean {
  return mount.type === 'volume' && mount.name === undefined && isPlainVolume(mount);
}

function fitsBinds(mount: Mount): mount is ShortMount {
  if (mount.type === 'bind') return mount.createSource;
  return (
    mount.type === 'volume' &&
    mount.name !== undefined &&
    (isPlainVolume({ ...mount, noCopy: false }) || mount.selinux !== undefined)
  );
}

function isPlainVolume({ noCopy, selinux, subpath, labels, driver }: VolumeMount): boolean {
  return !noCopy && [selinux, subpath, labels, driver].every((option) => option === undefined);
}

function engineMount(mount: Mount): EngineMount {
  switch (mount.type) {
    case 'bind':
      return engineBind(mount);
    case 'volume':
      return engineVolume(mount);
    case 'tmpfs':
      return engineTmpfs(mount);
    case 'image':
      return engineImage(mount);
  }
}

function engineBind(mount: BindMount): EngineMount {
  return withoutUndefined<EngineMount>({
    Type: 'bind',
    Source: mount.source,
    Target: mount.target,
    ReadOnly: mount.readOnly || undefined,
    Consistency: mount.consistency,
    BindOptions: mount.propagation && { Propagation: mount.propagation },
  });
}

function engineVolume(mount: VolumeMount): EngineMount {
  const options = withoutUndefined<NonNullable<EngineMount['VolumeOptions']>>({
    NoCopy: mount.noCopy || undefined,
    Labels: mount.labels,
    DriverConfig: mount.driver && { Name: mount.driver.name, Options: mount.driver.options },
    Subpath: mount.subpath,
  });
  return withoutUndefined<EngineMount>({
    Type: 'volume',
    Source: mount.name,
    Target: mount.target,
    ReadOnly: mount.readOnly || undefined,
    VolumeOptions: Object.keys(options).length === 0 ? undefined : options,
  });
}

function engineTmpfs({ target, readOnly, sizeBytes, mode }: TmpfsMount): EngineMount {
  const options = withoutUndefined<NonNullable<EngineMount['TmpfsOptions']>>({
    SizeBytes: sizeBytes,
    Mode: mode,
  });
  return withoutUndefined<EngineMount>({
    Type: 'tmpfs',
    Target: target,
    ReadOnly: readOnly || undefined,
    TmpfsOptions: Object.keys(options).length === 0 ? undefined : options,
  });
}

function engineImage({ source, target, subpath }: ImageMount): EngineMount {
  return withoutUndefined<EngineMount>({
    Type: 'image',
    Source: source,
    Target: target,
    ImageOptions: subpath === undefined ? undefined : { Subpath: subpath },
  });
}
