import { plainText } from './plain-text.ts';

/** The facts that a message is made of. */
export interface MessageFacts {
  /** What failed, in the words of the public surface: `'container.start'`, `'connectDocker'`. */
  readonly operation: string;
  /** What it was done to: a container's name, an image reference, a path. Never a secret. */
  readonly subject?: string | undefined;
  /** Why it failed, as a sentence without a full stop. */
  readonly reason: string;
  /** The output that shows why; the message ends with the last ten lines. Never a secret. */
  readonly lastLines?: readonly string[] | undefined;
  /** What to do about it, as a sentence without a full stop. */
  readonly hint?: string | undefined;
}

const LINES_SHOWN = 10;
const LONGEST_LINE = 300;

/** `operation subject: reason. Hint`; the hint stands on a line below a reason of several lines. */
export function errorMessage({ operation, subject, reason, lastLines = [], hint }: MessageFacts): string {
  const head = subject === undefined ? operation : `${operation} ${subject}`;
  const failure = plainText(`${head}: ${reason}${excerpt(lastLines)}`);
  if (hint === undefined) return failure;
  return `${failure}${failure.includes('\n') ? '\n' : '. '}${plainText(hint)}`;
}

function excerpt(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(-LINES_SHOWN).map((line) => `\n  ${shortened(line)}`);
  return `. The last lines of its output:${shown.join('')}`;
}

function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`;
}
