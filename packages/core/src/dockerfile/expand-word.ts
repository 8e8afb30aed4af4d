import { isSpace } from '../text/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';
import { substitute } from './substitution.ts';

export interface ExpandWordOptions {
  /** The file's escape character. @default '\\' */
  readonly escape?: string;
  /** Keep quotes in the result. @default false */
  readonly keepQuotes?: boolean;
  /** Keep escapes in the result. @default false */
  readonly keepEscapes?: boolean;
  /** Leave variables without a value as they are written. @default false */
  readonly keepUnset?: boolean;
}

/** A word of a Dockerfile with its variables in place, whole and split at the white space outside of quotes. */
export interface ExpandedWord {
  readonly text: string;
  readonly words: readonly string[];
  /** Variables that have neither a value nor a default. */
  readonly unset: ReadonlySet<string>;
}

/**
 * Expands a word as the builder's shell lexer does: quotes, escapes, `$NAME`, `${NAME}` with `:-`, `:+`, `:?`, `#`, `%`, `/`.
 *
 * @throws DockerfileProblem when a quote or brace stays open, or a required variable is missing.
 */
export function expandWord(
  word: string,
  variables: ReadonlyMap<string, string>,
  options: ExpandWordOptions = {},
): ExpandedWord {
  return new WordReader(word, variables, options).readTo(undefined, options.keepEscapes ?? false);
}

/** Reads a word from left to right; a substitution reads its operand through the same reader. */
class WordReader {
  readonly characters: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly options: ExpandWordOptions;
  readonly unset = new Set<string>();
  readonly #escape: string;
  at = 0;

  constructor(word: string, variables: ReadonlyMap<string, string>, options: ExpandWordOptions) {
    this.characters = [...word];
    this.variables = variables;
    this.options = options;
    this.#escape = options.escape ?? '\\';
  }

  get peek(): string | undefined {
    return this.characters[this.at];
  }

  next(): string | undefined {
    return this.characters[this.at++];
  }

  /** Up to `stop`, which is taken and left out; without one, up to the end. */
  readTo(stop: string | undefined, keepEscapes: boolean, depth = 0): ExpandedWord {
    const words = new Words();
    let text = '';
    for (let character = this.peek; character !== undefined; character = this.peek) {
      if (character === stop) {
        this.at++;
        return { text, words: words.all(), unset: this.unset };
      }
      if (character === '$' || character === "'" || character === '"') {
        const piece = this.#readSpecial(character, keepEscapes, depth);
        text += piece;
        if (character === '$') words.addText(piece);
        else words.addRaw(piece);
        continue;
      }
      this.at++;
      if (character !== this.#escape) {
        words.addText(character);
        text += character;
        continue;
      }
      if (keepEscapes) {
        words.addRaw(character);
        text += character;
      }
      const escaped = this.next();
      if (escaped === undefined) break;
      words.addRaw(escaped);
      text += escaped;
    }
    if (stop !== undefined) {
      throw new DockerfileProblem(`the statement ends while looking for the matching ${stop}`);
    }
    return { text, words: words.all(), unset: this.unset };
  }

  #readSpecial(character: string, keepEscapes: boolean, depth: number): string {
    if (character === '$') return substitute(this, depth);
    this.at++;
    const body = character === "'" ? this.#readSingleQuoted() : this.#readDoubleQuoted(keepEscapes, depth);
    return this.options.keepQuotes ? character + body + character : body;
  }

  #readSingleQuoted(): string {
    let text = '';
    for (let character = this.next(); character !== "'"; character = this.next()) {
      if (character === undefined) throw new DockerfileProblem("a single quote ' is never closed");
      text += character;
    }
    return text;
  }

  #readDoubleQuoted(keepEscapes: boolean, depth: number): string {
    let text = '';
    for (let character = this.peek; character !== '"'; character = this.peek) {
      if (character === undefined) throw new DockerfileProblem('a double quote " is never closed');
      if (character === '$') {
        text += substitute(this, depth);
        continue;
      }
      this.at++;
      if (character !== this.#escape) {
        text += character;
        continue;
      }
      if (keepEscapes) text += character;
      const escaped = this.peek;
      if (escaped === undefined) continue;
      // Before anything else, the escape stands for itself.
      const takes = escaped === '"' || escaped === '$' || escaped === this.#escape;
      text += takes ? this.next() : character;
    }
    this.at++;
    return text;
  }
}

/** Splits at white space, but for what is added raw. */
class Words {
  readonly #words: string[] = [];
  #word = '';

  addText(text: string): void {
    for (const character of text) {
      if (!isSpace(character)) this.#word += character;
      else this.#end();
    }
  }

  addRaw(text: string): void {
    this.#word += text;
  }

  all(): readonly string[] {
    this.#end();
    return this.#words;
  }

  #end(): void {
    if (this.#word !== '') this.#words.push(this.#word);
    this.#word = '';
  }
}
