import { stripVTControlCharacters } from 'node:util';

/**
 * A text from an engine, a container or a registry that is safe to print: without terminal sequences and control
 * characters. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
