import type { Stop } from './ending.ts';
import { endingOf } from './ending-of.ts';
import { Roster } from './roster.ts';

interface Waiter<T> {
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/**
 * Callers that wait, first come, first served.
 *
 * Serving and leaving are synchronous: a caller that was served has its value, even if its signal aborts right after.
 */
export class WaitingLine<T = void> {
  readonly #waiters = new Roster<Waiter<T>>();

  get length(): number {
    return this.#waiters.size;
  }

  /**
   * Resolves with the value that this caller is served.
   *
   * @throws the reason of `stop` when it ends first; the reason of a refusal.
   */
  wait(stop?: Stop): Promise<T> {
    return new Promise((resolve, reject) => {
      const ending = stop && endingOf(stop);
      if (ending?.reason !== undefined) {
        reject(ending.reason as Error);
        return;
      }
      const waiter: Waiter<T> = {
        resolve(value) {
          stopListening?.();
          resolve(value);
        },
        reject(reason) {
          stopListening?.();
          reject(reason);
        },
      };
      const stopListening = ending?.onEnd(() => {
        this.#waiters.delete(entry);
        reject(ending.reason as Error);
      });
      const entry = this.#waiters.add(waiter);
    });
  }

  /** Gives `value` to the caller that has waited longest. @returns `false` if none waits. */
  serve(value: T): boolean {
    const waiter = this.#waiters.shift();
    waiter?.resolve(value);
    return waiter !== undefined;
  }

  /** Sends the caller away that has waited longest. @returns `false` if none waits. */
  refuse(reason: unknown): boolean {
    const waiter = this.#waiters.shift();
    waiter?.reject(reason);
    return waiter !== undefined;
  }

  /** Sends away all callers that wait now. */
  refuseAll(reason: unknown): void {
    for (let left = this.#waiters.size; left > 0; left -= 1) this.refuse(reason);
  }
}
