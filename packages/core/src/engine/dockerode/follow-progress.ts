import type { Readable } from 'node:stream';
import { errorInLine } from '../streams/error-in-line.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { engineRefusal } from '../translate/translate-engine-error.ts';

type Line = Readonly<Record<string, unknown>>;

/**
 * As docker-modem's `followProgress`, for users of dockerode's own methods; a line that tells of an error is one, and
 * so is a line that is no JSON.
 */
export function followProgress(
  source: Readable,
  onFinished: (error: unknown, lines: readonly Line[]) => void,
  onProgress: (line: Line) => void = () => undefined,
): void {
  const lines: Line[] = [];
  follow(source, (line) => {
    lines.push(line);
    onProgress(line);
  }).then(
    () => onFinished(null, lines),
    (error: unknown) => onFinished(error, lines),
  );
}

async function follow(source: Readable, onLine: (line: Line) => void): Promise<void> {
  const operation = 'dockerode.followProgress';
  for await (const line of readJsonLines(source, operation)) {
    onLine(line);
    const said = errorInLine(line);
    if (said !== undefined) throw engineRefusal(said, { operation });
  }
}
