import { DockerfileProblem } from './dockerfile-problem.ts';
import { expandWord } from './expand-word.ts';

/** `<<NAME` in a `RUN`, `COPY` or `ADD`, and the lines up to `NAME`. */
export interface Heredoc {
  readonly name: string;
  /** The number before `<<`, 0 without one. */
  readonly fileDescriptor: number;
  /** Whether variables in the content are expanded: unless a part of the name is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs do not count. */
  readonly chomp: boolean;
  readonly content: string;
}

const HEREDOC = /^(\d*)<<(-?)([^<]*)$/;
/** With or without quotes. */
const NAME = /^(['"]?)[A-Za-z_]\w*\1$/;
const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/**
 * The heredoc that a word opens, with its content still empty; nothing when it opens none.
 *
 * @throws DockerfileProblem when a quote of the name stays open.
 */
export function parseHeredoc(word: string): Heredoc | undefined {
  const [, descriptor = '', dash, rest = ''] = HEREDOC.exec(word) ?? [];
  if (rest === '') return undefined;
  const { words } = expandWord(rest, NO_VARIABLES, { keepUnset: true });
  if (words.length !== 1) return undefined;
  const name = words[0]!;
  const [raw = ''] = expandWord(rest, NO_VARIABLES, { keepUnset: true, keepQuotes: true }).words;
  return {
    name,
    fileDescriptor: Number(descriptor),
    expand: quotesIn(name) === quotesIn(raw),
    chomp: dash === '-',
    content: '',
  };
}

/** The heredocs that an instruction's line opens, in order. */
export function heredocsIn(line: string): readonly Heredoc[] {
  let words: readonly string[];
  try {
    words = expandWord(line, NO_VARIABLES, { keepUnset: true, keepQuotes: true, keepEscapes: true }).words;
  } catch (error) {
    // The shell may understand a line that our reader does not.
    if (error instanceof DockerfileProblem) return [];
    throw error;
  }
  return withNames(words).flatMap((word) => parseHeredoc(word) ?? []);
}

/** `<< NAME` is one word, as a shell reads it; `1 << 2` opens nothing. */
function withNames(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const next = words[index + 1];
    return /^\d*<<-?$/.test(word) && next !== undefined && NAME.test(next) ? word + next : word;
  });
}

/** A heredoc's content without leading tabs, as `<<-` wants it. */
export function chomped(content: string): string {
  return content.replace(/^\t+/gm, '');
}

function quotesIn(text: string): number {
  return text.split(/['"]/).length - 1;
}
