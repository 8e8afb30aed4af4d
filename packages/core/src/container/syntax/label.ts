import { type Parsed, parsed, refused } from '../../input/index.ts';

export interface Label {
  readonly key: string;
  readonly value: string;
}

/** `key=value`, or `key` for an empty value, as `docker run --label`. */
export function parseLabel(text: string): Parsed<Label> {
  const equals = text.indexOf('=');
  const key = equals === -1 ? text : text.slice(0, equals);
  if (!isLabelKey(key)) return refused('key=value, the key without whitespace');
  return parsed({ key, value: equals === -1 ? '' : text.slice(equals + 1) });
}

export function isLabelKey(key: string): boolean {
  return key !== '' && !/\s/.test(key);
}

export function printLabel({ key, value }: Label): string {
  return `${key}=${value}`;
}
