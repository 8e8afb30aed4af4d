import { stripVTControlCharacters } from 'node:util';

/** As {@link plainText}, on one line: a name or a label with line breaks in it cannot look like a line of ours. */
export function onOneLine(text: string): string {
  return plainText(text.replace(/[\n\r\t\u2028\u2029]+/g, ' '));
}

/**
 * A text from an engine, a container or a registry that is safe to print: without terminal sequences, control characters
 * and marks that turn the direction of writing, which make a text look like another one. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(DRIVING, '');
}

const DRIVING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
