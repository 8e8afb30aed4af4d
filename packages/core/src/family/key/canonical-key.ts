import { DocktopusError, printable } from '../../errors/index.ts';
import { canonicalJson, isRecord } from '../../json/index.ts';
import type { FamilyKey } from './family-key.ts';

/** The full key is in a label of each container, and the engine repeats all labels in each event. */
const LONGEST_BYTES = 2_048;

/** A key nests as deep as data of one's own needs to; a cycle nests without end. */
const DEEPEST = 8;

const EXPECTED = 'text that is not empty, a finite number, or a list or record of such';

/**
 * The one text of a key: two keys have the same text only when they are equal data. ASCII for text that is not valid
 * Unicode, the code units as they are otherwise: `'é'` in one and in two code points are different keys.
 *
 * @throws DocktopusError `family.key-invalid`
 */
export function canonicalKey(key: unknown, family: string): string {
  if (key === '') throw keyInvalid(family, key, 'a key must not be empty');
  if (key === null || typeof key === 'boolean') throw keyInvalid(family, key, `expected ${EXPECTED}`);
  const text = canonicalJson(plainPart(key, 0, (reason) => keyInvalid(family, key, reason)));
  const bytes = Buffer.byteLength(text);
  if (bytes > LONGEST_BYTES) {
    throw keyInvalid(family, key, `it takes ${bytes} bytes as JSON, expected at most ${LONGEST_BYTES}`);
  }
  return text;
}

/** The key that {@link canonicalKey} wrote; `undefined` for any other text. */
export function parseCanonicalKey(text: string): FamilyKey | undefined {
  try {
    const key: unknown = JSON.parse(text);
    return canonicalKey(key, '') === text ? (key as FamilyKey) : undefined;
  } catch {
    // A label that somebody else wrote: it names no key.
    return undefined;
  }
}

/** A copy that is data and nothing else, so that no `toJSON` or getter has a say. `-0` and `0` are one number. */
function plainPart(part: unknown, depth: number, refuse: (reason: string) => Error): unknown {
  if (depth > DEEPEST) throw refuse(`it nests deeper than ${DEEPEST} levels`);
  if (typeof part === 'string' || typeof part === 'boolean' || part === null) return part;
  if (typeof part === 'number') return plainNumber(part, refuse);
  if (Array.isArray(part)) return Array.from(part, (each) => plainPart(each, depth + 1, refuse));
  if (!isRecord(part)) throw refuse(`it holds ${kindOf(part)}, expected ${EXPECTED}`);
  if (Object.getOwnPropertySymbols(part).length > 0) throw refuse('it holds a symbol as a name');
  // A null prototype keeps a name such as `__proto__` an ordinary one.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, each] of Object.entries(part)) copy[name] = plainPart(each, depth + 1, refuse);
  return copy;
}

function plainNumber(number: number, refuse: (reason: string) => Error): number {
  if (!Number.isFinite(number)) throw refuse(`it holds ${number}, expected a finite number`);
  // Beyond, numbers that were written differently are the same one here.
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw refuse(`it holds ${number}, which a number cannot hold exactly; write it as text`);
  }
  return number === 0 ? 0 : number;
}

function kindOf(part: unknown): string {
  if (part === undefined) return 'undefined';
  if (typeof part === 'bigint') return 'a bigint (write it as text)';
  if (typeof part !== 'object') return `a ${typeof part}`;
  return `an instance of ${(part as object).constructor?.name || 'a class'}`;
}

function keyInvalid(family: string, key: unknown, reason: string): DocktopusError {
  const shown = printableKey(key);
  return new DocktopusError('family.key-invalid', {
    operation: 'family.key',
    subject: family,
    reason: `the key ${shown} is not valid: ${reason}`,
    details: { key: shown },
  });
}

/** A key as messages show it: short and on one line. */
export function printableKey(key: unknown): string {
  return typeof key === 'symbol' ? String(key) : printable(key);
}
