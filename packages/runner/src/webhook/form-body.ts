import { isJson } from './json-body.ts';

export type BodyFormat = 'json' | 'form';

export const FORMATS: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
};

/** What a body is declared as; `undefined` when that is neither. */
export function formatOf(contentType: string | undefined): BodyFormat | undefined {
  if (isJson(contentType)) return 'json';
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '') ? 'form' : undefined;
}

/** The fields of a form by name; one that comes more than once is a list. */
export function parseForm(raw: Uint8Array): { readonly value: Readonly<Record<string, string | string[]>> } {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(Buffer.from(raw).toString('utf8'))) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, [value]);
    else known.push(value);
  }
  // Own properties also for names such as __proto__.
  const entries = [...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return { value: Object.fromEntries(entries) };
}
