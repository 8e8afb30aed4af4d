import { isSecretName, MASK, maskText } from './mask-text.ts';

const MAX_DEPTH = 20;

/** JSON data with what looks like a secret replaced, by the names of keys and in texts; nested deeper than 20, all of it. */
export function maskJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return value.map((each) => maskJson(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      isSecretName(key) && holdsSomething(each) ? MASK : maskJson(each, depth + 1),
    ]),
  );
}

/** A flag or an empty value under a secret's name gives nothing away, and says that none was set. */
function holdsSomething(value: unknown): boolean {
  return value !== null && value !== '' && typeof value !== 'boolean';
}
