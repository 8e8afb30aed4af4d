import { newSha256 } from '../../text/index.ts';

/** The names that a key has in the engine and in addresses. No two keys of a family share one of them. */
export interface KeyNames {
  /** Of its container. The engine takes each name once, which makes it the lock between processes. */
  readonly container: string;
  /** A lower-case DNS label of at most 63 characters: the key itself when it is one, else a part of it and a hash. */
  readonly slug: string;
  /** The hash alone: 26 lower-case letters and digits. */
  readonly hash: string;
}

/** A key that may stand in an address as it is. It begins with a letter, so that `3000-acme` can name a port of it. */
const PLAIN = /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Ends as a slug with a hash does, or begins as a name of another alphabet does. */
const RESERVED = /(?:^|-)[a-z2-7]{26}$|^..--/;

/** The names of the key with this canonical text. Pure: the same in every process. */
export function keyNames(canonical: string, family: string, blueprint: string): KeyNames {
  // Lengths in front keep ('a', 'b-c') and ('a-b', 'c') apart.
  const hash = shortHash([blueprint, family, canonical].map((part) => `${part.length}:${part}`).join(''));
  return {
    hash,
    container: `${readable(`${blueprint}-${family}`, 60)}-${hash}`,
    slug: slugOf(canonical, hash),
  };
}

/** Begins the names of a family's networks; `session` sets those of one session apart. */
export function shardPrefix(family: string, blueprint: string, session: string): string {
  return `${sessionPrefix(family, blueprint, session)}-net`;
}

/** Begins the names of containers that wait for their keys. */
export function warmPrefix(family: string, blueprint: string, session: string): string {
  return `${sessionPrefix(family, blueprint, session)}-warm-`;
}

function sessionPrefix(family: string, blueprint: string, session: string): string {
  const hash = shortHash([blueprint, family, session].map((part) => `${part.length}:${part}`).join(''));
  return `${readable(`${blueprint}-${family}`, 60)}-${hash.slice(0, 10)}`;
}

function slugOf(canonical: string, hash: string): string {
  const text = /^"([\x20-\x7e]*)"$/.exec(canonical)?.[1];
  if (text !== undefined && PLAIN.test(text) && !RESERVED.test(text)) return text;
  const start = readable(canonical.toLowerCase(), 30).replace(/[._]+/g, '-');
  // A slug begins with a letter, as plain ones do.
  return `${start.replace(/^[^a-z]+/, '') || 'k'}-${hash}`.replace(/-{2,}/g, '-');
}

/** What of a text a name may hold. */
function readable(text: string, longest: number): string {
  return text
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '')
    .slice(0, longest)
    .replace(/[^a-zA-Z0-9]+$/, '');
}

/** 128 bits in 26 characters of base 32. */
function shortHash(text: string): string {
  const bytes = newSha256().update(text).digest().subarray(0, 16);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let out = '';
  for (let index = 0; index < 26; index += 1) {
    out = `${'abcdefghijklmnopqrstuvwxyz234567'[Number(bits & 31n)]}${out}`;
    bits >>= 5n;
  }
  return out;
}
