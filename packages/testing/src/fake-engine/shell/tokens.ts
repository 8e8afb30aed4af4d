import { ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

export type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirect'; readonly from: 0 | 1 | 2; readonly how: '<' | '>' | '>>' | '>&' };

const operators = ['&&', '||', ';;', ';', '&', '|', '(', ')', '\n'];

/** Splits a script into words, operators and redirections. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === ' ' || char === '\t' || char === '\r') at += 1;
    else if (char === '\\' && source[at + 1] === '\n') at += 2;
    else if (char === '#') while (at < source.length && source[at] !== '\n') at += 1;
    else {
      const redirect = /^([012])?(>>|>&|<|>)/.exec(source.slice(at, at + 3));
      const operator = operators.find((text) => source.startsWith(text, at));
      if (redirect !== null) {
        const how = redirect[2] as '<' | '>' | '>>' | '>&';
        const from = Number(redirect[1] ?? (how === '<' ? 0 : 1)) as 0 | 1 | 2;
        found.push({ kind: 'redirect', from, how });
        at += redirect[0].length;
      } else if (operator !== undefined) {
        found.push({ kind: 'operator', text: operator });
        at += operator.length;
      } else {
        const reader = new WordReader(source, at);
        found.push({ kind: 'word', word: reader.read() });
        at = reader.at;
      }
    }
  }
  return found;
}

/** The parts of a text in double quotes, for words that are expanded a second time. */
export function quotedParts(text: string): Word {
  return new WordReader(`"${text.replace(/"/g, '\\"')}"`, 0).read();
}

class WordReader {
  readonly #source: string;
  readonly #parts: WordPart[] = [];
  at: number;

  constructor(source: string, at: number) {
    this.#source = source;
    this.at = at;
  }

  read(): Word {
    while (this.at < this.#source.length && !/[\s;&|()<>]/.test(this.#source[this.at] ?? '')) {
      const char = this.#source[this.at];
      if (char === "'") this.#text(this.#until("'", 1), true);
      else if (char === '"') this.#doubleQuoted();
      else if (char === '\\') {
        this.#text(this.#source[this.at + 1] ?? '', true);
        this.at += 2;
      } else if (char === '$' || char === '`') this.#expansion(false);
      else {
        this.#text(char ?? '', false);
        this.at += 1;
      }
    }
    return this.#parts;
  }

  #text(text: string, quoted: boolean): void {
    const last = this.#parts.at(-1);
    if (last?.kind === 'text' && last.quoted === quoted) {
      this.#parts[this.#parts.length - 1] = { kind: 'text', text: last.text + text, quoted };
    } else this.#parts.push({ kind: 'text', text, quoted });
  }

  /** The text up to `end`, starting `skip` characters further on; leaves the reader behind it. */
  #until(end: string, skip: number): string {
    const start = this.at + skip;
    const stop = this.#source.indexOf(end, start);
    if (stop === -1) throw new ShellSyntaxError('unterminated quoted string');
    this.at = stop + end.length;
    return this.#source.slice(start, stop);
  }

  #doubleQuoted(): void {
    this.at += 1;
    this.#text('', true);
    for (;;) {
      const char = this.#source[this.at];
      if (char === undefined) throw new ShellSyntaxError('unterminated quoted string');
      if (char === '"') break;
      const next = this.#source[this.at + 1] ?? '';
      if (char === '\\' && ['$', '`', '"', '\\', '\n'].includes(next)) {
        this.#text(next === '\n' ? '' : next, true);
        this.at += 2;
      } else if (char === '$' || char === '`') this.#expansion(true);
      else {
        this.#text(char, true);
        this.at += 1;
      }
    }
    this.at += 1;
  }

  #expansion(quoted: boolean): void {
    if (this.#source[this.at] === '`') {
      this.#parts.push({ kind: 'command', source: this.#until('`', 1), quoted });
      return;
    }
    const rest = this.#source.slice(this.at);
    const name = /^\$([A-Za-z_]\w*|[?$#!@*0-9])/.exec(rest);
    if (rest.startsWith('$((')) {
      this.#parts.push({ kind: 'arithmetic', source: this.#until('))', 3) });
    } else if (rest.startsWith('$(')) {
      this.#parts.push({ kind: 'command', source: this.#balanced(), quoted });
    } else if (rest.startsWith('${')) {
      const [variable = '', ...otherwise] = this.#until('}', 2).split(/:?-/);
      const fallback = otherwise.length === 0 ? undefined : otherwise.join('-');
      this.#parts.push({ kind: 'variable', name: variable, otherwise: fallback, quoted });
    } else if (name?.[1] !== undefined) {
      this.#parts.push({ kind: 'variable', name: name[1], otherwise: undefined, quoted });
      this.at += name[0].length;
    } else {
      this.#text('$', quoted);
      this.at += 1;
    }
  }

  /** The inside of `$( … )`, parentheses in it matched. */
  #balanced(): string {
    const start = this.at + 2;
    let depth = 1;
    for (let index = start; index < this.#source.length; index += 1) {
      if (this.#source[index] === '(') depth += 1;
      if (this.#source[index] === ')') depth -= 1;
      if (depth === 0) {
        this.at = index + 1;
        return this.#source.slice(start, index);
      }
    }
    throw new ShellSyntaxError('missing ")"');
  }
}
