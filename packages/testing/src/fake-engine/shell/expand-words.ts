import { arithmetic } from './arithmetic.ts';
import type { ShellIo } from './shell-io.ts';
import type { Word } from './syntax.ts';
import { quotedParts } from './tokens.ts';

/** What words are expanded with. */
export interface ExpansionScope {
  readonly variable: (name: string) => string;
  /** `$1` and what follows. */
  readonly parameters: readonly string[];
  /** What a command prints, without the line ends after it. */
  readonly substitute: (source: string, io: ShellIo) => Promise<string>;
}

/** A word as arguments: what comes of an expansion without quotes is split at blanks. */
export async function fields(word: Word, scope: ExpansionScope, io: ShellIo): Promise<string[]> {
  if (scope.parameters.length === 0 && isOnlyAllParameters(word)) return [];
  const found: string[] = [];
  let current: string | undefined;
  for (const part of word) {
    if (isAllParameters(part)) {
      for (const [index, parameter] of scope.parameters.entries()) {
        if (index > 0) found.push(current ?? '');
        current = index > 0 ? parameter : (current ?? '') + parameter;
      }
      continue;
    }
    const text = await expandPart(part, scope, io);
    if (part.kind === 'arithmetic' || part.kind === 'text' || part.quoted) {
      current = (current ?? '') + text;
      continue;
    }
    for (const [index, piece] of text.split(/[ \t\n]+/).entries()) {
      if (index > 0) {
        if (current) found.push(current);
        current = undefined;
      }
      if (piece !== '') current = (current ?? '') + piece;
    }
  }
  return current === undefined ? found : [...found, current];
}

/** `"$@"`: the one expansion in quotes that is not one word, but one for each parameter. */
function isAllParameters(part: Word[number]): boolean {
  return part.kind === 'variable' && part.name === '@' && part.quoted;
}

function isOnlyAllParameters(word: Word): boolean {
  return (
    word.some(isAllParameters) &&
    word.every((part) => isAllParameters(part) || (part.kind === 'text' && part.text === ''))
  );
}

/** A word as one text. */
export async function expand(word: Word, scope: ExpansionScope, io: ShellIo): Promise<string> {
  let text = '';
  for (const part of word) text += await expandPart(part, scope, io);
  return text;
}

async function expandPart(part: Word[number], scope: ExpansionScope, io: ShellIo): Promise<string> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'arithmetic':
      return String(arithmetic(part.source.replace(/\$/g, ''), scope.variable));
    case 'command':
      return scope.substitute(part.source, io);
    case 'variable': {
      const value = scope.variable(part.name);
      if (value !== '' || part.otherwise === undefined) return value;
      return expand(quotedParts(part.otherwise), scope, io);
    }
  }
}
