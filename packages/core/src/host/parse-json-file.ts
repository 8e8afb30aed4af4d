import { DocktopusError } from '../errors/index.ts';

/**
 * The value that the text of a JSON file with settings holds.
 *
 * @throws DocktopusError `config.invalid` with the file and the place in it. Never with the text: it may hold secrets,
 *   and Node's own error quotes it.
 */
export function parseJsonFile(text: string, path: string, operation: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = placeIn(text, error);
    throw new DocktopusError('config.invalid', {
      operation,
      subject: path,
      reason: `it is not JSON: ${place}`,
      hint: 'Fix the file',
    });
  }
}

/** Node says where with a position, with the character that does not fit, or that the text has ended. */
function placeIn(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty';
  const { message } = error as Error;
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (position < text.trimEnd().length) {
    const before = text.slice(0, position).split('\n');
    return `look at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  }
  const character = /^Unexpected token '(.)'/.exec(message)?.[1];
  return character === undefined ? 'it ends too early' : `${character} is not expected where it stands`;
}
