/** What a parser of a short syntax makes of a text: a value, or what it would have accepted. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly accepted: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(accepted: string): Parsed<never> {
  return { ok: false, accepted };
}
