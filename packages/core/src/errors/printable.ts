import { withoutUserInfo } from './without-user-info.ts';

/**
 * A value as it may be shown in a message: short, on one line, quoted when it is text; without the password of a URL,
 * and without characters that a terminal would act on.
 */
export function printable(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}n` : jsonOf(value);
  // Before it is shortened, which may take the `@` away that tells where a password ends.
  const safe = withoutUserInfo(text).replace(CONTROLS, escaped);
  return safe.length <= 80 ? safe : `${safe.slice(0, 77)}…`;
}

/** What JSON leaves as it is: delete, the C1 controls, line separators, and marks that turn the direction of writing. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** JSON, but for what it has no word for: `NaN`, `undefined`, functions, cycles. */
function jsonOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'function') return 'a function';
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date';
  try {
    return JSON.stringify(value, withoutSecrets) ?? String(value);
  } catch {
    // A cycle, or a bigint somewhere inside: its kind has to do.
    return String(value);
  }
}

/** Hides whatever has a value to reveal, since its other fields may hold that value as well. */
function withoutSecrets(_key: string, part: unknown): unknown {
  const secret = typeof part === 'object' && part !== null && 'reveal' in part;
  return secret && typeof part.reveal === 'function' ? '[secret]' : part;
}
