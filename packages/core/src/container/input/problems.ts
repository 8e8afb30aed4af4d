import { type Issue, printable } from '../../errors/index.ts';
import type { Parsed } from '../syntax/parsed.ts';

/** Collects what is wrong with one input, so that an author hears of everything at once. */
export class Problems {
  readonly #found: Issue[];
  readonly #path: string;

  constructor(path = '', found: Issue[] = []) {
    this.#path = path;
    this.#found = found;
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

  /** Says that `value` is not accepted here, and what is. */
  refuse(value: unknown, accepted: string): undefined {
    this.#found.push({ path: this.#path, value: printable(value), accepted });
    return undefined;
  }

  /** As {@link refuse}, for a value that must not be shown. */
  refuseSecret(accepted: string): undefined {
    this.#found.push({ path: this.#path, value: '(not shown)', accepted });
    return undefined;
  }

  /** The value of `result`, or a problem about the `given` one. */
  take<T>(result: Parsed<T>, given: unknown): T | undefined {
    return result.ok ? result.value : this.refuse(given, result.accepted);
  }
}
