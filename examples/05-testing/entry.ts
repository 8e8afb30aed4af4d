import { createHash } from 'node:crypto';

/** What is kept under a key. */
export interface Entry {
  readonly value: string;
  readonly expiresAt: number;
}

/** A file for a key. Whatever a caller calls its key, the name is one that no shell or path takes amiss. */
export function fileOf(key: string): string {
  return `/tmp/cache/${createHash('sha256').update(key).digest('hex')}`;
}

/** The text of a file: a line with the time, then the value as it is. */
export function toText({ value, expiresAt }: Entry): string {
  return `${expiresAt}\n${value}`;
}

/** `undefined` if the text is not an entry, or is cut off in its first line. */
export function fromText(text: string): Entry | undefined {
  const [, expiresAt, value] = /^(\d+)\n([\s\S]*)$/.exec(text) ?? [];
  return value === undefined ? undefined : { value, expiresAt: Number(expiresAt) };
}
