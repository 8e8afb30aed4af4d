import { randomBytes } from 'node:crypto';

const LIFE_MS = 30_000;
const MOST = 16;

/**
 * Codes that open the page once, within half a minute: a program that opens a browser puts its URL on a command line, where every
 * user of the machine can read it.
 */
export class OneTimeCodes {
  /** When each of them ends, oldest first. */
  readonly #ends = new Map<string, number>();

  issue(now: number = performance.now()): string {
    for (const [code, end] of this.#ends) {
      if (end <= now || this.#ends.size >= MOST) this.#ends.delete(code);
    }
    const code = randomBytes(24).toString('base64url');
    this.#ends.set(code, now + LIFE_MS);
    return code;
  }

  /** Whether the code still opens the page; it does not from now on. */
  take(code: string, now: number = performance.now()): boolean {
    const end = this.#ends.get(code);
    return this.#ends.delete(code) && end !== undefined && now < end;
  }
}
