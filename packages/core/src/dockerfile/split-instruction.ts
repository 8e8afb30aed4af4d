import { isSpace, trim } from '../text/index.ts';

/** One logical line: its keyword as written, its `--flags`, and the rest. */
export interface SplitInstruction {
  readonly keyword: string;
  readonly flags: readonly string[];
  readonly rest: string;
}

export function splitInstruction(line: string): SplitInstruction {
  const text = trim(line);
  const [, keyword = '', rest] = /^([^\t\v\f\r ]*)(?:[\t\v\f\r ]+([\s\S]*))?$/.exec(text) ?? [];
  if (rest === undefined) return { keyword, flags: [], rest: '' };
  const { flags, end } = readFlags(rest);
  return { keyword, flags, rest: trim(rest.slice(end)) };
}

/** The words that begin with `--`, without their quotes, up to the first one that does not or to `--` alone. */
function readFlags(text: string): { flags: readonly string[]; end: number } {
  const flags: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text[at]!)) {
      at++;
      continue;
    }
    if (!text.startsWith('--', at)) return { flags, end: at };
    const word = readWord(text, at);
    at = word.end;
    if (word.text === '--') return { flags, end: at };
    flags.push(word.text);
  }
  return { flags, end: text.length };
}

function readWord(text: string, from: number): { text: string; end: number } {
  let word = '';
  let quote: string | undefined;
  let at = from;
  for (; at < text.length && (quote !== undefined || !isSpace(text[at]!)); at++) {
    const character = text[at]!;
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === '\\') word += text[++at] ?? '';
    else word += character;
  }
  return { text: word, end: Math.min(at, text.length) };
}
