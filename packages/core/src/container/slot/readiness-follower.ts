import { type ContainerSnapshot, isActive } from '../../status/index.ts';
import { hasReadiness } from '../ready/has-readiness.ts';
import type { Slot } from './slot.ts';

/**
 * Finds out whether a run becomes ready that no `start` waits for: one that a restart policy, a `restart` or another
 * process began. Works while somebody follows the slot's state.
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
    const { spec, stage, content } = this.#slot;
    // A start under way probes by itself.
    if (stale || stage.at === 'starting' || !hasReadiness(spec)) return;
    const run = isActive(status) && startedAt ? `${id} ${startedAt.getTime()}` : undefined;
    if (run === this.#run) return;
    this.#run = run;
    this.#probing.abort();
    if (run === undefined || id === undefined || startedAt === undefined) return;
    if (content?.id === id && content.readyRun === startedAt.getTime()) return;
    this.#probing = new AbortController();
    void this.#probe(id, startedAt.getTime(), this.#probing.signal);
  }

  [Symbol.dispose](): void {
    this.#run = undefined;
    this.#probing.abort();
  }

  async #probe(id: string, startedAt: number, signal: AbortSignal): Promise<void> {
    const { docker, spec, subject } = this.#slot;
    const { waitUntilReady } = await import('../ready/wait-until-ready.ts');
    try {
      await waitUntilReady({ docker, id, spec: spec ?? {}, subject, signal, timeoutMs: 0, mayRecover: true });
    } catch {
      // The container has ended, or can never be ready. The next run is probed again.
      return;
    }
    if (!signal.aborted) this.#slot.take({ is: 'seen-ready', id, startedAt });
  }
}
