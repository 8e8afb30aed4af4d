/** An image's name in full. */
export interface ImageReference {
  /** `'docker.io'`, `'registry.example.com:5000'`, `'[::1]:5000'` */
  readonly domain: string;
  /** `'library/redis'` */
  readonly path: string;
  readonly tag?: string;
  /** `'sha256:…'` */
  readonly digest?: string;
}

/** What is made of a text: its reference, or what was expected. */
type Result =
  | { readonly ok: true; readonly value: ImageReference }
  | { readonly ok: false; readonly expected: string };

const DEFAULT_DOMAIN = 'docker.io';
const LONGEST_PATH = 255;
const HEX_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

/**
 * `[domain/]path[:tag][@digest]`, by the grammar that Docker and the registries share, with Docker's short names written
 * out: `redis` is `docker.io/library/redis`. The tag is not made up: see {@link withDefaultTag}.
 */
export function parseImageReference(text: string): Result {
  if (text.includes('://')) return refused('an image name without ://, such as registry.example.com/app:1.2');
  if (isImageId(text)) return refused('the name of an image, not its id');
  const [named, digest] = cut(text, text.indexOf('@'));
  const [name, tag] = cut(
    named,
    named.lastIndexOf(':') > named.lastIndexOf('/') ? named.lastIndexOf(':') : -1,
  );
  if (name === '') return refused('an image name such as redis:7.4');
  if (tag !== undefined && !TAG.test(tag)) {
    return refused('a tag of up to 128 letters, digits, _, . and -, not beginning with . or -');
  }
  if (digest !== undefined && !isDigest(digest))
    return refused('a digest such as sha256:<64 hexadecimal digits>');
  const { domain, path } = splitDomain(name);
  if (!DOMAIN.test(domain)) return refused('a registry such as registry.example.com:5000 before the first /');
  if (/[A-Z]/.test(path)) return refused(`a name in lower case, such as ${name.toLowerCase()}`);
  if (!PATH.test(path)) {
    return refused('a name of lower-case letters and digits, joined by one of . _ __ and - and split by /');
  }
  if (path.length > LONGEST_PATH) return refused(`a name of at most ${LONGEST_PATH} characters`);
  const value = {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
  return { ok: true, value };
}

function refused(expected: string): Result {
  return { ok: false, expected };
}

/** Whether `text` is the engine's id of an image, `sha256:…` or its hexadecimal digits. */
export function isImageId(text: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{64}$/.test(text);
}

/** What Docker takes when neither tag nor digest is said: `latest`. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  return reference.tag === undefined && reference.digest === undefined
    ? { ...reference, tag: 'latest' }
    : reference;
}

/** In full: `docker.io/library/redis:7.4`. */
export function printImageReference({ domain, path, tag, digest }: ImageReference): string {
  return `${domain}/${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** As people and engines write it, `redis:7.4`: the shortest form that means the same. */
export function printFamiliar(reference: ImageReference): string {
  const full = printImageReference(reference);
  if (reference.domain !== DEFAULT_DOMAIN) return full;
  const withoutDomain = full.slice(DEFAULT_DOMAIN.length + 1);
  const shorter = [withoutDomain.replace(/^library\//, ''), withoutDomain];
  return shorter.find((text) => meansTheSame(text, full)) ?? full;
}

function meansTheSame(text: string, full: string): boolean {
  const result = parseImageReference(text);
  return result.ok && printImageReference(result.value) === full;
}

function splitDomain(name: string): { readonly domain: string; readonly path: string } {
  const [first, rest] = cut(name, name.indexOf('/'));
  if (rest === undefined || !isDomain(first)) return { domain: DEFAULT_DOMAIN, path: official(name) };
  const domain = first === 'index.docker.io' ? DEFAULT_DOMAIN : first;
  return { domain, path: domain === DEFAULT_DOMAIN ? official(rest) : rest };
}

/** An upper-case letter makes it a registry too, because names have none. */
function isDomain(text: string): boolean {
  return text === 'localhost' || /[.:]/.test(text) || text.toLowerCase() !== text;
}

function official(path: string): string {
  return path.includes('/') ? path : `library/${path}`;
}

function isDigest(text: string): boolean {
  const [algorithm, hex = ''] = cut(text, text.indexOf(':'));
  return HEX_LENGTHS[algorithm] === hex.length && /^[0-9a-f]+$/.test(hex);
}

function cut(text: string, at: number): readonly [string, string | undefined] {
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
