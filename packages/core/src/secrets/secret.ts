import { inspect } from 'node:util';
import { rememberSecret, SHOWN_FOR_SECRETS } from './mask-secrets.ts';

/**
 * A value that never shows itself: printed, logged, put into JSON or a template it reads `[secret]`.
 *
 * {@link reveal} is the only way to it; hand the result on at once rather than keep it.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    rememberSecret(this);
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SHOWN_FOR_SECRETS;
  }

  toJSON(): string {
    return SHOWN_FOR_SECRETS;
  }

  [inspect.custom](): string {
    return SHOWN_FOR_SECRETS;
  }
}
