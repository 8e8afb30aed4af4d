import { checkText } from './check-text.ts';
import { interpolate, lookupIn, type Variables } from './interpolate.ts';
import { isSpace, trimEnd } from './white-space.ts';

/** One line that is none of an env file's. */
export interface EnvFileProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

/** What an env file sets, in its order; `problems` are the lines that could not be read. */
export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly EnvFileProblem[];
  /** Variables that a value asks for and that nothing sets: they count as empty. */
  readonly unset: readonly string[];
}

/** A space within a line, as Compose's reader sees it. */
const BLANK = /[\t\v\f\r \u0085\u00a0]/;
const KEY_CHARACTER = /[\p{L}\p{N}_.[\]-]/u;
const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;

/**
 * Reads an env file as Compose does: `KEY=value` or `KEY: value`, `export`, comments, quotes over several lines,
 * escapes and variables in double quotes, variables in plain values.
 *
 * Variables take their value from `variables` first, then from the lines above, then from `earlier`: the files that were
 * read before this one. A key alone takes its value from `variables` or `earlier`, and is left out without one.
 */
export function parseEnvFile(text: string, variables: Variables = {}, earlier: Variables = {}): EnvFile {
  checkText(text, variables, 'parseEnvFile');
  const reader = new EnvFileReader(text.replace(/^\uFEFF/, ''), lookupIn(variables), lookupIn(earlier));
  reader.read();
  return { values: reader.values, problems: reader.problems, unset: [...reader.unset] };
}

class EnvFileReader {
  readonly values = new Map<string, string>();
  readonly problems: EnvFileProblem[] = [];
  readonly unset = new Set<string>();
  readonly #text: string;
  readonly #lookup: (name: string) => string | undefined;
  readonly #earlier: (name: string) => string | undefined;
  #at = 0;
  #line = 1;

  constructor(
    text: string,
    lookup: (name: string) => string | undefined,
    earlier: (name: string) => string | undefined,
  ) {
    this.#text = text;
    this.#lookup = lookup;
    this.#earlier = earlier;
  }

  read(): void {
    while (this.#skipToStatement()) {
      const key = this.#readKey();
      if (key === undefined) this.#skipLine();
      else if (key.alone) this.#inherit(key.name);
      else this.#set(key.name, this.#readValue());
    }
  }

  #inherit(name: string): void {
    const value = this.#lookup(name) ?? this.#earlier(name);
    if (value !== undefined) this.values.set(name, value);
  }

  #set(name: string, value: string | undefined): void {
    if (value !== undefined) this.values.set(name, value);
  }

  #skipToStatement(): boolean {
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at]!;
      if (character === '#') this.#skipLine();
      else if (isSpace(character)) this.#step();
      else return true;
    }
    return false;
  }

  /** Up to `=`, `:` or the end of the line; nothing after a complaint. */
  #readKey(): { name: string; alone: boolean } | undefined {
    if (/^export[\t\n\f\r ]/.test(this.#text.slice(this.#at, this.#at + 7))) {
      this.#at += 'export'.length;
      this.#skipBlanks();
    }
    const start = this.#at;
    for (; this.#at < this.#text.length && !'=:\n'.includes(this.#text[this.#at]!); this.#at++) {
      const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
      if (!BLANK.test(character) && !KEY_CHARACTER.test(character)) {
        return this.#complain(`unexpected character ${JSON.stringify(character)} in the name of a variable`);
      }
      this.#at += character.length - 1;
    }
    const name = trimEnd(this.#text.slice(start, this.#at));
    const alone = this.#at === this.#text.length || this.#text[this.#at] === '\n';
    if (name.includes(' '))
      return this.#complain(
        `the name ${JSON.stringify(`${name.split(' ', 1)[0]} …`)} contains a space; write NAME=value`,
      );
    if (alone) return { name, alone };
    this.#at++;
    this.#skipBlanks();
    return { name, alone };
  }

  #readValue(): string | undefined {
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#readQuoted(quote);
    const end = this.#lineEnd();
    const [plain = ''] = this.#text.slice(this.#at, end).split(' #', 1);
    this.#at = end;
    return this.#expand(trimEnd(plain));
  }

  #readQuoted(quote: string): string | undefined {
    const startLine = this.#line;
    let value = '';
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const character = this.#text[at]!;
      if (character === quote) {
        this.#line += value.split('\n').length - 1;
        this.#at = at + 1;
        return quote === '"' ? this.#expand(withoutEscapes(value), startLine) : value;
      }
      const next = this.#text[at + 1];
      if (character !== '\\' || next === undefined) value += character;
      else {
        value += next === quote ? next : character + next;
        at++;
      }
    }
    return this.#complain(`the quote ${quote} is never closed`);
  }

  #expand(template: string, line = this.#line): string | undefined {
    const result = interpolate(
      template,
      (name) => this.#lookup(name) ?? this.values.get(name) ?? this.#earlier(name),
    );
    if (!result.ok) {
      this.problems.push({ line, problem: result.problem });
      return undefined;
    }
    for (const name of result.unset) this.unset.add(name);
    return result.text;
  }

  #complain(problem: string): undefined {
    this.problems.push({ line: this.#line, problem });
    this.#at = this.#lineEnd();
    return undefined;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #skipLine(): void {
    this.#at = this.#lineEnd();
  }

  #skipBlanks(): void {
    while (this.#at < this.#text.length && BLANK.test(this.#text[this.#at]!)) this.#at++;
  }

  #step(): void {
    if (this.#text[this.#at] === '\n') this.#line++;
    this.#at++;
  }
}

const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // `$$` is the template's way to say `$`.
  $: '$$',
};

/** The escapes that Compose knows in double quotes; others stay as they are. */
function withoutEscapes(text: string): string {
  return text.replace(ESCAPE, (sequence) => {
    const kind = sequence[1]!;
    if (kind !== '0') return CONTROL[kind] ?? sequence;
    const digits = sequence.slice(2);
    const code = /^[0-7]{3}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
    return code <= 255 ? String.fromCharCode(code) : `\\${digits}`;
  });
}
