import { DocktopusError, printable } from '../../errors/index.ts';
import { readLines } from './read-lines.ts';

/**
 * The objects of a line-delimited JSON stream.
 *
 * @throws DocktopusError `engine.protocol` for a line that is not a JSON object, or too long.
 */
export async function* readJsonLines(
  source: AsyncIterable<Buffer>,
  operation: string,
  maxBytes?: number,
): AsyncGenerator<Readonly<Record<string, unknown>>, void, undefined> {
  for await (const line of readLines(source, operation, maxBytes)) yield parseJsonLine(line, operation);
}

/** @throws DocktopusError `engine.protocol` when it is not a JSON object. */
export function parseJsonLine(line: string, operation: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw notAnObject(line, operation, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject(line, operation);
  return value as Readonly<Record<string, unknown>>;
}

function notAnObject(line: string, operation: string, cause?: unknown): DocktopusError {
  // Only its beginning: events carry labels and command lines.
  return new DocktopusError('engine.protocol', {
    operation,
    reason: `the engine sent a line that is not a JSON object: ${printable(line.slice(0, 24))}`,
    cause,
  });
}
