import {
  type Problems,
  readFields,
  readFlag,
  readInteger,
  readSize,
  readSyntax,
  readText,
  readWord,
  type SizeInput,
} from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { parseMountTarget } from '../syntax/bind.ts';
import type { ImageMount, Mount, TmpfsMount } from '../syntax/mount.ts';
import { type BindInput, readBind } from './binds.ts';
import { fromMirror, readImage } from './image.ts';
import type { CallPlace } from './option.ts';
import { readVolume, type VolumeInput } from './volumes.ts';

/** Any mount in words, told by its `type`, as `docker run --mount`. */
export type MountInput =
  | ({ readonly type: 'bind' } & BindInput)
  | ({ readonly type: 'volume' } & VolumeInput)
  | TmpfsMountInput
  | ImageMountInput;

/** Memory, which goes with the container's process. */
export interface TmpfsMountInput {
  readonly type: 'tmpfs';
  readonly target: string;
  /** @default half of the host's memory */
  readonly size?: SizeInput | undefined;
  /** Permission bits, such as `0o700`. @default 0o1777 */
  readonly mode?: number | undefined;
  /** @default false */
  readonly readOnly?: boolean | undefined;
}

/** The files of an image, read-only; from API 1.48. */
export interface ImageMountInput {
  readonly type: 'image';
  readonly source: string;
  readonly target: string;
  /** A directory inside of the image. */
  readonly subpath?: string | undefined;
}

const TARGET = 'an absolute path in the container';

const readTmpfsMount = readFields<
  { target: string; size: number; mode: number; readOnly: boolean },
  'target'
>(
  { target: readSyntax(parseMountTarget), size: readSize, mode: readInteger(0, 0o7777), readOnly: readFlag },
  { target: TARGET },
);

const readImageMount = readFields<Omit<ImageMount, 'type'>, 'source' | 'target'>(
  { source: readImage, target: readSyntax(parseMountTarget), subpath: readText },
  { source: "an image such as 'redis:7.4'", target: TARGET },
);

/** One argument of `mounts`. */
export function readMount(value: unknown, problems: Problems, place: CallPlace): Mount | undefined {
  if (!isRecord(value)) return problems.refuse(value, "an object such as { type: 'tmpfs', target: '/run' }");
  const { type, ...fields } = value;
  switch (readWord(['bind', 'volume', 'tmpfs', 'image'])(type, problems.at('type'))) {
    case 'bind':
      return readBind(place)(fields, problems);
    case 'volume':
      return readVolume(fields, problems, place);
    case 'tmpfs':
      return toTmpfs(readTmpfsMount(fields, problems));
    case 'image': {
      const given = readImageMount(fields, problems);
      return given && { ...given, source: fromMirror(given.source, place.dockerHubPrefix), type: 'image' };
    }
    default:
      return undefined;
  }
}

function toTmpfs(given: ReturnType<typeof readTmpfsMount>): TmpfsMount | undefined {
  if (given === undefined) return undefined;
  const { target, size, mode, readOnly = false } = given;
  return {
    type: 'tmpfs',
    target,
    readOnly,
    ...(size === undefined ? {} : { sizeBytes: size }),
    ...(mode === undefined ? {} : { mode }),
  };
}
