import {
  type Problems,
  parsed,
  readAnyText,
  readFields,
  readFlag,
  readFullRecord,
  readSyntax,
  readText,
  refused,
} from '../../input/index.ts';
import { parseBind, parseMountTarget } from '../syntax/bind.ts';
import { type HostPlace, isHostPath } from '../syntax/host-path.ts';
import type { Mount, VolumeMount } from '../syntax/mount.ts';
import { isVolumeName, VOLUME_NAME } from '../syntax/volume-name.ts';
import { readLabels } from './labels.ts';

/** A volume in the container. */
export interface VolumeInput {
  /** @default an anonymous volume, which goes with its container */
  readonly name?: string | undefined;
  readonly target: string;
  /** @default false */
  readonly readOnly?: boolean | undefined;
  /** Leaves a new volume empty instead of filling it from the image. @default false */
  readonly noCopy?: boolean | undefined;
  /** A directory inside of the volume, from API 1.45. */
  readonly subpath?: string | undefined;
  /** For a volume that is made with the container. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** @default the engine's own */
  readonly driver?:
    | string
    | { readonly name: string; readonly options?: Readonly<Record<string, string>> | undefined }
    | undefined;
}

const readGiven = readFields<Omit<VolumeMount, 'type' | 'selinux'>, 'target'>(
  {
    name: readSyntax((text) => (isVolumeName(text) ? parsed(text) : refused(VOLUME_NAME))),
    target: readSyntax(parseMountTarget),
    readOnly: readFlag,
    noCopy: readFlag,
    subpath: readText,
    labels: readLabels,
    driver: readDriver,
  },
  { target: 'an absolute path in the container' },
);

/** `name:/path[:options]`, `/path`, or {@link VolumeInput}. */
export function readVolume(value: unknown, problems: Problems, place: HostPlace): Mount | undefined {
  if (typeof value === 'string') return readShortVolume(value, problems, place);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  if (given.readOnly && !Object.hasOwn(value as object, 'name')) {
    return problems
      .at('readOnly')
      .refuse(true, 'false for an anonymous volume', { because: 'it starts empty and would stay so' });
  }
  return { readOnly: false, noCopy: false, ...given, type: 'volume' };
}

function readShortVolume(value: string, problems: Problems, place: HostPlace): Mount | undefined {
  if (value.includes(':') && isHostPath(value)) {
    return problems.refuse(value, 'a volume such as data:/data', { hint: 'a host path goes into binds()' });
  }
  return readSyntax((text) => parseBind(text, place))(value, problems);
}

const readDriverFields = readFields<NonNullable<VolumeMount['driver']>, 'name'>(
  { name: readText, options: readFullRecord(readAnyText) },
  { name: "a driver's name" },
);

function readDriver(value: unknown, problems: Problems): VolumeMount['driver'] {
  const given = readDriverFields(typeof value === 'string' ? { name: value } : value, problems);
  return given && { name: given.name, options: given.options ?? {} };
}
