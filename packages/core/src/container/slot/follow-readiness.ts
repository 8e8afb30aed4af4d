import { type ContainerSnapshot, isActive } from '../../status/index.ts';
import { hasReadiness } from '../ready/has-readiness.ts';
import { waitUntilReady } from '../ready/wait-until-ready.ts';
import type { Slot } from './slot.ts';

/**
 * Finds out whether runs that nobody has waited for become ready: those that a restart policy, a `restart` or another
 * process has begun. Lives as long as somebody watches the slot's state.
 */
export class ReadinessFollower implements Disposable {
  readonly #slot: Slot;
  #run: string | undefined;
  #probing = new AbortController();

  constructor(slot: Slot) {
    this.#slot = slot;
  }

  onSnapshot(snapshot: ContainerSnapshot): void {
    const { id, status, startedAt, stale } = snapshot;
    const { spec, starting, readyRun$ } = this.#slot;
    if (stale || starting || !hasReadiness(spec)) return;
    const run = isActive(status) && startedAt ? `${id} ${startedAt.getTime()}` : undefined;
    if (run === this.#run) return;
    this.#run = run;
    this.#probing.abort();
    if (run === undefined || id === undefined || startedAt === undefined) return;
    const { value } = readyRun$;
    if (value?.id === id && value.startedAt === startedAt.getTime()) return;
    this.#probing = new AbortController();
    void this.#probe(id, startedAt.getTime(), this.#probing.signal);
  }

  [Symbol.dispose](): void {
    this.#run = undefined;
    this.#probing.abort();
  }

  async #probe(id: string, startedAt: number, signal: AbortSignal): Promise<void> {
    const { docker, spec, readyRun$, label } = this.#slot;
    try {
      await waitUntilReady({ docker, id, spec: spec ?? {}, subject: label, signal, timeoutMs: 0 });
    } catch {
      // It has ended, or can never be ready: then it is not, and the next run is looked at again.
      return;
    }
    if (!signal.aborted) readyRun$.next({ id, startedAt });
  }
}
