import { escapeControls } from './plain-json.ts';
import { withoutUserInfo } from './without-user-info.ts';

/**
 * A value as it may be shown in a message: short, on one line, quoted when it is text; without the password of a URL,
 * and without characters that a terminal would act on.
 */
export function printable(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}n` : jsonOf(value);
  // Before it is shortened, which may take the `@` away that tells where a password ends.
  const safe = escapeControls(withoutUserInfo(text));
  return safe.length <= 80 ? safe : `${safe.slice(0, 77)}…`;
}

/** JSON, but for what it has no word for: `NaN`, `undefined`, functions, cycles. */
function jsonOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'function') return 'a function';
  try {
    if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date';
    const json = JSON.stringify(value, withoutSecrets) ?? String(value);
    return json.startsWith('{') ? `${classOf(value as object)}${json}` : json;
  } catch {
    return kindOf(value);
  }
}

/** `Map `, before what JSON says of it, which would look like a literal; nothing for a literal. */
function classOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return '';
  const { name } = value.constructor ?? {};
  return typeof name === 'string' && name !== '' ? `${name} ` : '';
}

/** Of what JSON cannot say: a cycle, a bigint somewhere inside, or an object that throws when it is read. */
function kindOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'an object that cannot be read';
  }
}

/** Hides whatever has a value to reveal, since its other fields may hold that value as well. */
function withoutSecrets(_key: string, part: unknown): unknown {
  const secret = typeof part === 'object' && part !== null && 'reveal' in part;
  return secret && typeof part.reveal === 'function' ? '[secret]' : part;
}
