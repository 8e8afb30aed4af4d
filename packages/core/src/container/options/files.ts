import {
  isWithoutShownSecrets,
  type Problems,
  type Reader,
  readFields,
  readFlag,
  readInteger,
  readList,
  readSyntax,
} from '../../input/index.ts';
import { isRevealable, type Revealable, revealed, Secret, secretText } from '../../secrets/index.ts';
import { parseMountTarget } from '../syntax/bind.ts';
import { type HostPlace, resolveHostPath } from '../syntax/host-path.ts';
import { appended } from './combine.ts';
import { type Places, placeIssues } from './file-places.ts';
import type { Option } from './option.ts';

/** Something copied into a container between its creation and its first start. */
export type FileToCopy = FileWithContent | FileFromHost;

/** A file that is written into a container before it starts. */
export interface FileWithContent {
  readonly kind: 'content';
  /** Absolute path in the container. */
  readonly target: string;
  /** The secret that the file is, or was made of. */
  readonly content: string | Secret;
  readonly encoding: 'utf8' | 'base64';
  /** Permission bits. @default 0o644, 0o400 for a secret */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Never printed. */
  readonly secret: boolean;
}

/** A file or a directory of the host; a directory is copied with everything in it. */
export interface FileFromHost {
  readonly kind: 'host';
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path in the container; what `source` is becomes this. */
  readonly target: string;
  /** Overrides the permission bits of a single file. */
  readonly mode?: number;
  readonly uid: number;
  readonly gid: number;
  readonly secret: boolean;
}

/** A file, or a directory of the host, that is copied into the container before it starts. */
export type FileInput = FileInputOptions &
  (
    | { readonly content: string | Uint8Array | Revealable; readonly source?: undefined }
    | { /** As a bind's source. */ readonly source: string; readonly content?: undefined }
  );

interface FileInputOptions {
  /** Absolute path in the container. */
  readonly target: string;
  /** Permission bits, such as `0o600`. @default 0o644, 0o400 for a secret, or what a file of the host has */
  readonly mode?: number | undefined;
  /** @default 0 */
  readonly uid?: number | undefined;
  /** @default 0 */
  readonly gid?: number | undefined;
  /** Its content is never shown. @default false */
  readonly secret?: boolean | undefined;
}

interface Given {
  readonly target: string;
  readonly content: { readonly content: string | Secret; readonly encoding: 'utf8' | 'base64' };
  readonly source: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly secret: boolean;
}

/** Copied in after creation, before every first start; counted by the digests of their content. */
export const files = {
  calls: {
    files: {
      read: (value: unknown, problems: Problems, place: HostPlace) =>
        readList(readFile(place))(value, problems),
      combine: appended,
    },
  },
  hash: 'beside',
  contradictions: (given, spec) =>
    given.flatMap((file, position) => placeIssues(file.target, position, spec)),
} satisfies Option<readonly FileToCopy[], Places>;

function readFile(place: HostPlace): Reader<FileToCopy> {
  const readGiven = readFields<Given, 'target'>(
    {
      target: readSyntax(parseMountTarget),
      content: readContent,
      source: readSyntax((text) => resolveHostPath(text, place)),
      mode: readInteger(0, 0o7777),
      uid: readInteger(0, 2 ** 31 - 1),
      gid: readInteger(0, 2 ** 31 - 1),
      secret: readFlag,
    },
    { target: 'an absolute path in the container' },
  );
  return (value, problems) => {
    const before = problems.issues.length;
    const given = readGiven(value, problems);
    if (given === undefined || problems.issues.length > before) return undefined;
    return toFile(given, problems);
  };
}

function toFile(given: Partial<Given> & Pick<Given, 'target'>, problems: Problems): FileToCopy | undefined {
  const { target, content, source, mode, uid = 0, gid = 0, secret = false } = given;
  const common = { target, uid, gid, secret };
  if (content !== undefined && source === undefined) {
    const hidden =
      secret && typeof content.content === 'string' ? new Secret(content.content) : content.content;
    return {
      ...common,
      kind: 'content',
      ...content,
      content: hidden,
      mode: mode ?? (secret ? 0o400 : 0o644),
    };
  }
  if (source !== undefined && content === undefined) {
    return { ...common, kind: 'host', source, ...(mode === undefined ? {} : { mode }) };
  }
  return problems.report(
    content === undefined ? 'neither content nor source' : 'content and source',
    'one of the two',
  );
}

function readContent(value: unknown, problems: Problems): Given['content'] | undefined {
  const plain = revealed(value);
  if (typeof plain !== 'string' && !(plain instanceof Uint8Array))
    return problems.refuseSecret('a string or bytes');
  if (typeof plain === 'string' && !isWithoutShownSecrets(plain, problems)) return undefined;
  const encoding = typeof plain === 'string' ? 'utf8' : 'base64';
  const text = typeof plain === 'string' ? plain : Buffer.from(plain).toString('base64');
  return { content: isRevealable(value) ? secretText(text, value) : text, encoding };
}

/** The bytes of a file with content, a secret's too. */
export function bytesOf({ content, encoding }: Pick<FileWithContent, 'content' | 'encoding'>): Buffer {
  return Buffer.from(content instanceof Secret ? content.reveal() : content, encoding);
}
