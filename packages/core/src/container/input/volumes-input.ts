import {
  type Problems,
  parsed,
  readAnyText,
  readFields,
  readFlag,
  readRecord,
  readSyntax,
  readText,
  refused,
} from '../../input/index.ts';
import type { Mount, VolumeMount } from '../spec/mount.ts';
import { parseBind, parseMountTarget } from '../syntax/bind.ts';
import { isHostPath } from '../syntax/host-path.ts';
import { isVolumeName, VOLUME_NAME } from '../syntax/volume-name.ts';
import { readLabels } from './label-input.ts';

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

const readGiven = readFields<Omit<VolumeMount, 'type' | 'selinux'>>({
  name: readSyntax((text) => (isVolumeName(text) ? parsed(text) : refused(VOLUME_NAME))),
  target: readSyntax(parseMountTarget),
  readOnly: readFlag,
  noCopy: readFlag,
  subpath: readText,
  labels: readLabels,
  driver: readDriver,
});

/** One argument of `volumes`: `name:/path[:options]`, `/path`, or {@link VolumeInput}. */
export function readVolume(value: unknown, problems: Problems): Mount | undefined {
  if (typeof value === 'string') return readShortVolume(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  if (given.target === undefined) {
    if (!Object.hasOwn(value as object, 'target'))
      problems.at('target').report('nothing', 'an absolute path in the container');
    return undefined;
  }
  if (given.readOnly && !Object.hasOwn(value as object, 'name')) {
    return problems
      .at('readOnly')
      .refuse(true, 'false for an anonymous volume', { because: 'it starts empty and would stay so' });
  }
  return { readOnly: false, noCopy: false, ...given, target: given.target, type: 'volume' };
}

function readShortVolume(value: string, problems: Problems): Mount | undefined {
  if (value.includes(':') && isHostPath(value)) {
    return problems.refuse(value, 'a volume such as data:/data', { hint: 'a host path goes into binds()' });
  }
  return readSyntax((text) => parseBind(text, { directory: '/', home: '/' }))(value, problems);
}

const readDriverFields = readFields<NonNullable<VolumeMount['driver']>>({
  name: readText,
  options: readRecord(readAnyText),
});

function readDriver(value: unknown, problems: Problems): VolumeMount['driver'] {
  const given = readDriverFields(typeof value === 'string' ? { name: value } : value, problems);
  if (given === undefined) return undefined;
  if (given.name === undefined) return problems.at('name').report('nothing', "a driver's name");
  return { name: given.name, options: given.options ?? {} };
}
