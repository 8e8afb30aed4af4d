/** What a parser of a short syntax makes of a text: a value, or what it expected. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

export interface Refused {
  readonly ok: false;
  /** A noun phrase: `'a port from 1 to 65535'`. */
  readonly expected: string;
  /** Why, as a clause. */
  readonly because?: string;
  /** What to write. */
  readonly hint?: string;
}

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(expected: string, more: Pick<Refused, 'because' | 'hint'> = {}): Refused {
  return { ok: false, expected, ...more };
}
