import type { CreateContainerBody } from '../model/create-container-body.ts';
import { isOlder } from './is-older.ts';

/** A field that an engine takes and does nothing with in an API version. */
export interface IgnoredField {
  /** `'Healthcheck.StartInterval'` */
  readonly field: string;
  /** `'needs API 1.44'`, `'works only before API 1.52'` */
  readonly reason: string;
}

interface VersionedField {
  readonly field: string;
  readonly since?: string;
  readonly until?: string;
  readonly values: (body: CreateContainerBody) => readonly unknown[];
}

const mounts = ({ HostConfig }: CreateContainerBody) => HostConfig?.Mounts ?? [];

/** From moby's `api/docs/CHANGELOG.md`: fields that decide something, and that an engine drops without a word. */
const FIELDS: readonly VersionedField[] = [
  { field: 'HostConfig.CgroupnsMode', since: '1.41', values: ({ HostConfig }) => [HostConfig?.CgroupnsMode] },
  { field: 'HostConfig.KernelMemory', until: '1.42', values: ({ HostConfig }) => [HostConfig?.KernelMemory] },
  {
    field: 'HostConfig.Mounts[].BindOptions.CreateMountpoint',
    since: '1.42',
    values: (body) => mounts(body).map(({ BindOptions }) => BindOptions?.CreateMountpoint),
  },
  { field: 'HostConfig.Annotations', since: '1.43', values: ({ HostConfig }) => [HostConfig?.Annotations] },
  {
    field: 'Healthcheck.StartInterval',
    since: '1.44',
    values: ({ Healthcheck }) => [Healthcheck?.StartInterval],
  },
  {
    field: 'HostConfig.Mounts[].BindOptions.ReadOnlyForceRecursive',
    since: '1.44',
    values: (body) => mounts(body).map(({ BindOptions }) => BindOptions?.ReadOnlyForceRecursive),
  },
  {
    field: 'NetworkingConfig.EndpointsConfig[].MacAddress',
    since: '1.44',
    values: ({ NetworkingConfig }) =>
      Object.values(NetworkingConfig?.EndpointsConfig ?? {}).map(({ MacAddress }) => MacAddress),
  },
  {
    field: 'HostConfig.Mounts[].VolumeOptions.Subpath',
    since: '1.45',
    values: (body) => mounts(body).map(({ VolumeOptions }) => VolumeOptions?.Subpath),
  },
  {
    field: 'HostConfig.Mounts[].TmpfsOptions.Options',
    since: '1.46',
    values: (body) => mounts(body).map(({ TmpfsOptions }) => TmpfsOptions?.Options),
  },
  {
    field: 'NetworkingConfig.EndpointsConfig[].GwPriority',
    since: '1.48',
    values: ({ NetworkingConfig }) =>
      Object.values(NetworkingConfig?.EndpointsConfig ?? {}).map(({ GwPriority }) => GwPriority),
  },
  {
    field: 'HostConfig.KernelMemoryTCP',
    until: '1.52',
    values: ({ HostConfig }) => [HostConfig?.KernelMemoryTCP],
  },
  { field: 'MacAddress', until: '1.52', values: ({ MacAddress }) => [MacAddress] },
];

/** What of `body` has no effect in `apiVersion`. */
export function ignoredFields(body: CreateContainerBody, apiVersion: string): readonly IgnoredField[] {
  return FIELDS.flatMap(({ field, since, until, values }) => {
    if (!values(body).some(Boolean)) return [];
    if (since !== undefined && isOlder(apiVersion, since)) {
      return [{ field, reason: `needs API ${since}` }];
    }
    return until === undefined || isOlder(apiVersion, until)
      ? []
      : [{ field, reason: `works only before API ${until}` }];
  });
}
