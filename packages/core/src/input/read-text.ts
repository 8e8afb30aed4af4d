import { didYouMean } from '../errors/index.ts';
import { holdsShownSecret } from '../secrets/index.ts';
import type { Parsed } from './parsed.ts';
import type { Problems } from './problems.ts';
import type { Reader } from './reader.ts';

const HALF_CHARACTER = /\p{Surrogate}/u;

/** A text without NUL bytes, which end a text in the engine, and without half a character; `''` is one. */
export function readAnyText(value: unknown, problems: Problems): string | undefined {
  if (typeof value !== 'string') return problems.refuse(value, 'a string');
  if (value.includes('\0')) return problems.refuse(value, 'a string without NUL bytes');
  if (HALF_CHARACTER.test(value)) {
    return problems.refuse(value, 'a string of whole characters', {
      because: 'half of a surrogate pair would arrive as another character',
    });
  }
  return isWithoutShownSecrets(value, problems) ? value : undefined;
}

/** Refuses a text that holds `[secret]`, which a secret shows of itself where its value was wanted. */
export function isWithoutShownSecrets(text: string, problems: Problems): boolean {
  if (!holdsShownSecret(text)) return true;
  problems.report('a text with [secret] in it', 'one without', {
    because: 'a Secret in a template string shows itself like that',
    hint: 'pass the Secret itself, or new Secret(…) with a text made of secret.reveal()',
  });
  return false;
}

/** A text with something in it. */
export function readText(value: unknown, problems: Problems): string | undefined {
  const text = readAnyText(value, problems);
  return text === '' ? problems.refuse(value, 'a string that is not empty') : text;
}

/** A text in a given syntax. */
export function readSyntax<T>(parse: (text: string) => Parsed<T>): Reader<T> {
  return (value, problems) => {
    const text = readAnyText(value, problems);
    return text === undefined ? undefined : problems.take(parse(text), value);
  };
}

/** One of a few words. */
export function readWord<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, problems) =>
    words.find((word) => word === value) ??
    problems.refuse(
      value,
      `one of ${words.map((word) => `'${word}'`).join(', ')}`,
      typeof value === 'string' ? didYouMean(value, words) : {},
    );
}

/** Reads `true` or `false`. */
export function readFlag(value: unknown, problems: Problems): boolean | undefined {
  return typeof value === 'boolean' ? value : problems.refuse(value, 'true or false');
}
