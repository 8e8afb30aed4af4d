import { nearest } from '../errors/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;
const SHARING = ['shared', 'private', 'locked'] as const;

/** `RUN --mount=…`, its keys as they are written but for their synonyms. */
export interface RunMount {
  readonly type: (typeof TYPES)[number];
  /** An image or a stage. */
  readonly from?: string;
  readonly source?: string;
  readonly target?: string;
  readonly readOnly: boolean;
  readonly required: boolean;
  readonly id?: string;
  readonly sharing?: (typeof SHARING)[number];
  readonly size?: string;
  readonly mode?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly env?: string;
}

/** Each key as it may be written, and whether it may stand without a value. */
const KEYS: Readonly<Record<string, { readonly key: keyof RunMount | 'readWrite'; readonly bare?: true }>> = {
  type: { key: 'type' },
  from: { key: 'from' },
  source: { key: 'source' },
  src: { key: 'source' },
  target: { key: 'target' },
  dst: { key: 'target' },
  destination: { key: 'target' },
  readonly: { key: 'readOnly', bare: true },
  ro: { key: 'readOnly', bare: true },
  readwrite: { key: 'readWrite', bare: true },
  rw: { key: 'readWrite', bare: true },
  required: { key: 'required', bare: true },
  id: { key: 'id' },
  sharing: { key: 'sharing' },
  size: { key: 'size' },
  mode: { key: 'mode' },
  uid: { key: 'uid' },
  gid: { key: 'gid' },
  env: { key: 'env' },
};

/** @throws DockerfileProblem for a key or a value that no mount has. */
export function parseRunMount(text: string): RunMount {
  const fields = new Map<string, string>();
  for (const field of csvFields(text)) {
    const equals = field.indexOf('=');
    const written = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    const known = Object.hasOwn(KEYS, written) ? KEYS[written] : undefined;
    if (known === undefined) throw unknownKey(written);
    if (equals === -1 && !known.bare) throw new DockerfileProblem(`the mount's ${written} needs a value`);
    fields.set(known.key, equals === -1 ? 'true' : field.slice(equals + 1));
  }
  return mountOf(fields);
}

function mountOf(fields: ReadonlyMap<string, string>): RunMount {
  const type = oneOf('type', TYPES, fields.get('type') ?? 'bind');
  const sharing = fields.has('sharing') ? oneOf('sharing', SHARING, fields.get('sharing')!) : undefined;
  const from = fields.get('from');
  if (from !== undefined && /\$./.test(from)) {
    throw new DockerfileProblem(
      "a mount's from takes no variables; name a stage that begins with FROM that image",
    );
  }
  const texts = ['from', 'source', 'target', 'id', 'size', 'mode', 'uid', 'gid', 'env'] as const;
  return {
    type,
    ...Object.fromEntries(texts.flatMap((key) => (fields.has(key) ? [[key, fields.get(key)]] : []))),
    ...(sharing === undefined ? {} : { sharing }),
    readOnly: isReadOnly(type, fields),
    required: fields.get('required') === 'true' || fields.get('required') === '1',
  };
}

function isReadOnly(type: RunMount['type'], fields: ReadonlyMap<string, string>): boolean {
  const [readOnly, readWrite] = [fields.get('readOnly'), fields.get('readWrite')];
  if (readOnly !== undefined) return isTrue(readOnly);
  if (readWrite !== undefined) return !isTrue(readWrite);
  return type !== 'cache' && type !== 'tmpfs';
}

function isTrue(text: string): boolean {
  if (/^(1|t|T|true|True|TRUE)$/.test(text)) return true;
  if (/^(0|f|F|false|False|FALSE)$/.test(text) || text.includes('$')) return false;
  throw new DockerfileProblem(`${JSON.stringify(text)} is neither true nor false`);
}

function oneOf<T extends string>(key: string, known: readonly T[], text: string): T {
  const found = known.find((value) => value === text.toLowerCase());
  // With a variable in it, only the build knows.
  if (found !== undefined || text.includes('$')) return found ?? (text as T);
  throw new DockerfileProblem(`the mount's ${key} is ${JSON.stringify(text)}; write ${known.join(', ')}`);
}

function unknownKey(key: string): DockerfileProblem {
  const meant = nearest(key, Object.keys(KEYS));
  return new DockerfileProblem(
    `unknown key ${JSON.stringify(key)} of a mount${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

/** One record of comma-separated values, where quotes hold a comma. */
function csvFields(text: string): readonly string[] {
  const fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = pattern.exec(text);
    if (match === null) throw new DockerfileProblem(`${JSON.stringify(text)} is no list of key=value pairs`);
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}
