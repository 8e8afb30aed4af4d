import { didYouMean, HIDDEN, type Issue, printable } from '../errors/index.ts';
import type { Parsed } from './parsed.ts';

/** What may be said beside what was expected. */
export type More = Pick<Issue, 'because' | 'hint'>;

/** Collects what is wrong with one input, so that an author hears of everything at once. */
export class Problems {
  readonly #found: Issue[];
  readonly #path: string;

  constructor(path = '', found: Issue[] = []) {
    this.#path = path;
    this.#found = found;
  }

  /** Where this part of the input is: `'ports[0]'`. */
  get path(): string {
    return this.#path;
  }

  get issues(): readonly Issue[] {
    return this.#found;
  }

  /** The same collection, seen from a key of an object. */
  at(key: string): Problems {
    const step = /^[A-Za-z_$][\w$]*$/.test(key)
      ? this.#path === ''
        ? key
        : `.${key}`
      : `[${JSON.stringify(key)}]`;
    return new Problems(this.#path + step, this.#found);
  }

  /** The same collection, seen from an entry of a list. */
  index(position: number): Problems {
    return new Problems(`${this.#path}[${position}]`, this.#found);
  }

  /** Says that `value` cannot be taken here, and what is `expected`, as a noun phrase. */
  refuse(value: unknown, expected: string, more?: More): undefined {
    return this.report(printable(value), expected, more);
  }

  /** As {@link refuse}, for a value that must not be shown. */
  refuseSecret(expected: string, more?: More): undefined {
    return this.report(HIDDEN, expected, more);
  }

  /** Says that `key` does not exist here, and which one was meant. */
  refuseUnknown(key: string, known: readonly string[]): undefined {
    const expected = known.length > 12 ? 'a known one' : `one of ${known.join(', ')}`;
    return this.at(key).report('an unknown key', expected, didYouMean(key, known));
  }

  /** As {@link refuse}, for what is `got` in words. */
  report(got: string, expected: string, more: More = {}): undefined {
    this.#found.push({ path: this.#path, got, expected, ...more });
    return undefined;
  }

  /** The value of `result`, or a problem about the `given` one. */
  take<T>(result: Parsed<T>, given: unknown): T | undefined {
    if (result.ok) return result.value;
    const { ok: _, expected, ...more } = result;
    return this.refuse(given, expected, more);
  }
}
