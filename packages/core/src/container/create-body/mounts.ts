import type { EngineMount } from '../../engine/index.ts';
import type { BindMount, Mount, VolumeMount } from '../spec/mount.ts';
import { printBind } from '../syntax/bind.ts';
import { withoutUndefined } from './without-undefined.ts';

/**
 * Where a mount goes in the body: `Binds` says what `docker run -v` would (a missing host path is made), `Mounts` all
 * else, and an anonymous volume without options is a path under `Volumes`.
 */
export function bindsOf(mounts: readonly Mount[]): readonly string[] {
  return mounts.filter(fitsBinds).map(printBind);
}

export function mountsOf(mounts: readonly Mount[]): readonly EngineMount[] {
  return mounts.filter((mount) => !fitsBinds(mount) && !isPlainAnonymousVolume(mount)).map(engineMount);
}

export function isPlainAnonymousVolume(mount: Mount): boolean {
  return mount.type === 'volume' && mount.name === undefined && isPlainVolume(mount);
}

function fitsBinds(mount: Mount): boolean {
  if (mount.type === 'bind') return mount.createSource;
  return (
    mount.name !== undefined && (isPlainVolume({ ...mount, noCopy: false }) || mount.selinux !== undefined)
  );
}

function isPlainVolume({ noCopy, selinux, subpath, labels, driver }: VolumeMount): boolean {
  return !noCopy && [selinux, subpath, labels, driver].every((option) => option === undefined);
}

function engineMount(mount: Mount): EngineMount {
  return mount.type === 'bind' ? engineBind(mount) : engineVolume(mount);
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
