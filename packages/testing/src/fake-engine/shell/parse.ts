import {
  type AndOr,
  type Command,
  type List,
  type Pipeline,
  type Redirect,
  ShellSyntaxError,
  type Word,
} from './syntax.ts';
import { type Token, tokens } from './tokens.ts';

/** @throws ShellSyntaxError for what the small shell does not know. */
export function parseShell(source: string): List {
  const parser = new Parser(tokens(source));
  const list = parser.list([]);
  parser.expectEnd();
  return list;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected();
  }

  /** Commands up to one of the words or operators in `ends`. */
  list(ends: readonly string[]): List {
    const entries: AndOr[] = [];
    for (;;) {
      while (this.#isOperator(';', '\n')) this.#at += 1;
      if (this.#at >= this.#tokens.length || this.#isEnd(ends)) return entries;
      const entry = this.#andOr();
      const background = this.#isOperator('&');
      if (background) this.#at += 1;
      entries.push({ ...entry, background });
      if (
        !background &&
        !this.#isOperator(';', '\n') &&
        this.#at < this.#tokens.length &&
        !this.#isEnd(ends)
      ) {
        throw this.#unexpected();
      }
    }
  }

  #andOr(): AndOr {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (
      let operator = this.#operator();
      operator === '&&' || operator === '||';
      operator = this.#operator()
    ) {
      this.#at += 1;
      while (this.#isOperator('\n')) this.#at += 1;
      rest.push({ operator, pipeline: this.#pipeline() });
    }
    return { first, rest, background: false };
  }

  #pipeline(): Pipeline {
    const negated = this.#isWord('!');
    if (negated) this.#at += 1;
    const commands = [this.#command()];
    while (this.#isOperator('|')) {
      this.#at += 1;
      commands.push(this.#command());
    }
    return { negated, commands };
  }

  #command(): Command {
    if (this.#isOperator('(')) return this.#group(')', true);
    if (this.#isWord('{')) return this.#group('}', false);
    if (this.#isWord('if')) return this.#if();
    if (this.#isWord('while', 'until')) return this.#loop();
    if (this.#isWord('for')) return this.#for();
    return this.#simple();
  }

  #group(end: string, subshell: boolean): Command {
    this.#at += 1;
    const body = this.list([end]);
    this.#expect(end);
    return { kind: 'group', subshell, body, redirects: this.#redirects() };
  }

  #if(): Command {
    const cases: { test: List; body: List }[] = [];
    let otherwise: List | undefined;
    do {
      this.#at += 1;
      const test = this.list(['then']);
      this.#expect('then');
      cases.push({ test, body: this.list(['elif', 'else', 'fi']) });
    } while (this.#isWord('elif'));
    if (this.#isWord('else')) {
      this.#at += 1;
      otherwise = this.list(['fi']);
    }
    this.#expect('fi');
    return { kind: 'if', cases, otherwise, redirects: this.#redirects() };
  }

  #loop(): Command {
    const until = this.#isWord('until');
    this.#at += 1;
    const test = this.list(['do']);
    return { kind: 'loop', until, test, body: this.#doBody(), redirects: this.#redirects() };
  }

  #for(): Command {
    this.#at += 1;
    const name = literal(this.#word());
    const words: Word[] = [];
    this.#expect('in');
    while (this.#tokens[this.#at]?.kind === 'word') words.push(this.#word());
    while (this.#isOperator(';', '\n')) this.#at += 1;
    return { kind: 'for', name, words, body: this.#doBody(), redirects: this.#redirects() };
  }

  #doBody(): List {
    this.#expect('do');
    const body = this.list(['done']);
    this.#expect('done');
    return body;
  }

  #simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token.kind === 'redirect') redirects.push(...this.#redirects());
      else if (token.kind === 'word') {
        this.#at += 1;
        const assignment = words.length === 0 ? asAssignment(token.word) : undefined;
        if (assignment !== undefined) assignments.push(assignment);
        else words.push(token.word);
      } else break;
    }
    if (assignments.length + words.length + redirects.length === 0) throw this.#unexpected();
    return { kind: 'simple', assignments, words, redirects };
  }

  #redirects(): Redirect[] {
    const found: Redirect[] = [];
    for (let token = this.#tokens[this.#at]; token?.kind === 'redirect'; token = this.#tokens[this.#at]) {
      this.#at += 1;
      found.push({ from: token.from, how: token.how, target: this.#word() });
    }
    return found;
  }

  #word(): Word {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#at += 1;
    return token.word;
  }

  #operator(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' ? token.text : undefined;
  }

  #isOperator(...texts: readonly string[]): boolean {
    const text = this.#operator();
    return text !== undefined && texts.includes(text);
  }

  #isWord(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' && texts.includes(literal(token.word));
  }

  #isEnd(ends: readonly string[]): boolean {
    return this.#isWord(...ends) || this.#isOperator(...ends);
  }

  #expect(text: string): void {
    if (!this.#isEnd([text])) throw this.#unexpected();
    this.#at += 1;
  }

  #unexpected(): ShellSyntaxError {
    const token = this.#tokens[this.#at];
    if (token === undefined) return new ShellSyntaxError('syntax error: unexpected end of file');
    const text =
      token.kind === 'word' ? literal(token.word) : token.kind === 'operator' ? token.text : token.how;
    return new ShellSyntaxError(`syntax error: unexpected "${text === '\n' ? 'newline' : text}"`);
  }
}

/** The word when it is one piece of unquoted text, else nothing. */
function literal(word: Word): string {
  const [part] = word;
  return word.length === 1 && part?.kind === 'text' && !part.quoted ? part.text : '';
}

function asAssignment(word: Word): { name: string; value: Word } | undefined {
  const [head, ...rest] = word;
  if (head?.kind !== 'text' || head.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=/.exec(head.text);
  if (match?.[1] === undefined) return undefined;
  const text = head.text.slice(match[0].length);
  return { name: match[1], value: text === '' ? rest : [{ kind: 'text', text, quoted: false }, ...rest] };
}
