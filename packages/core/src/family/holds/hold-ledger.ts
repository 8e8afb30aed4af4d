import { onAbort, Roster, type RosterEntry } from '../../scope/index.ts';
import type { Hold, HoldKind } from './hold.ts';

/** Everything that keeps one member awake at this moment. Idle time begins when the last of it ends. */
export class HoldLedger {
  readonly #holds = new Roster<Hold>();
  readonly #now: () => number;
  readonly #onChange: () => void;
  #idleSince: number;

  /** @param onChange called when the first hold begins, when the last one has ended, and with each spawned command. */
  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
    this.#idleSince = now();
  }

  get size(): number {
    return this.#holds.size;
  }

  /** When the last hold ended; while there are holds, now. */
  get idleSince(): number {
    return this.#holds.size > 0 ? this.#now() : this.#idleSince;
  }

  /** The oldest first. */
  get all(): readonly Hold[] {
    return [...this.#holds];
  }

  /** Ids of the commands that run in the background. */
  get spawned(): readonly string[] {
    return this.all.flatMap(({ kind, what }) => (kind === 'spawn' && what !== undefined ? [what] : []));
  }

  /** @param until ends it, too. */
  add(kind: HoldKind, what?: string, until?: AbortSignal): Hold {
    const release = () => {
      stopListening?.();
      this.#release(entry);
    };
    const stopListening = until && onAbort(until, release);
    const hold: Hold = { kind, what, since: this.#now(), release, [Symbol.dispose]: release };
    const entry = this.#holds.add(hold);
    if (this.#holds.size === 1 || kind === 'spawn') this.#onChange();
    return hold;
  }

  /** It was last used at `at`, as facts from outside say. What is known to be later stays. */
  sawUse(at: number): void {
    this.#idleSince = Math.max(this.#idleSince, at);
  }

  /** It was last used at `at`, and nothing here knows better. */
  beginIdleAt(at: number): void {
    this.#idleSince = at;
  }

  #release(entry: RosterEntry<Hold>): void {
    if (!this.#holds.delete(entry)) return;
    if (this.#holds.size === 0) this.#idleSince = this.#now();
    else if (entry.value.kind !== 'spawn') return;
    this.#onChange();
  }
}
