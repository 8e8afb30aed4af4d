import { Semaphore } from '../../scope/index.ts';

/** An sshd drops connections at random from ten on that have not logged in yet (`MaxStartups 10:30:100`). */
const AT_ONCE = 6;
/** A login that takes longer than this no longer delays the others. */
const PATIENCE_MS = 2_000;

/** Lets a few connections to one host log in at a time. */
export class SshLoginLimiter {
  readonly #places = new Semaphore(AT_ONCE);

  /** Waits for its turn; the function that it returns ends the turn, which ends by itself after a while. */
  async pass(): Promise<() => void> {
    const leave = await this.#places.acquire();
    setTimeout(leave, PATIENCE_MS).unref();
    return leave;
  }
}
