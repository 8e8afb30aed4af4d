import type { DockerContext } from '@docktopus/core';
import { inJob, jobContainers, removeJobContainers, startDeadline } from '@docktopus/core/kit';
import type { Subscription } from 'rxjs';
import type { Logger } from '../log/index.ts';
import { hasEnded } from './job-state.ts';
import type { AttemptOutcome, JobStore } from './job-store.ts';

const REMOVE_MS = 30_000;

/** How an attempt ended; `'unknown'` when the store could not be told. */
export type AttemptFate = AttemptOutcome['kind'] | 'lost' | 'unknown';

/** Which of a job's containers: all, or those that no other process can have taken over. */
type Which = 'all' | 'own';

export interface JobContainersParts {
  readonly store: Pick<JobStore, 'get' | 'events$'>;
  readonly contexts: readonly DockerContext[];
  readonly log: Logger;
  /** How often it is looked what has become of jobs that have left containers here. */
  readonly lookMs: number;
}

/**
 * The containers that durable jobs make through the contexts of this process.
 *
 * | the attempt | its containers |
 * |---|---|
 * | is done | stay |
 * | is dead or cancelled | are removed |
 * | has lost its lease | are removed, but for persistent ones, which the next attempt may have taken over |
 * | is to be followed by another | stay until the job ends; then as above, and removed if it is done elsewhere |
 */
export class JobContainers {
  readonly #parts: JobContainersParts;
  /** How many attempts at a job run here: two when one has lost its lease to the other. */
  readonly #running = new Map<string, number>();
  /** Jobs that may have containers here and do not run here. */
  readonly #left = new Set<string>();
  #events: Subscription | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: JobContainersParts) {
    this.#parts = parts;
  }

  /** Begins to watch the ends of jobs that have left containers, those of an earlier process included. */
  open(): void {
    const { contexts, lookMs } = this.#parts;
    if (contexts.length === 0) return;
    void this.#findLeft();
    this.#timer = setInterval(() => this.#lookAtAll(), lookMs);
    this.#timer.unref();
  }

  close(): void {
    this.#left.clear();
    this.#watch();
    clearInterval(this.#timer);
  }

  /** Runs an attempt, and removes what it must not leave. Never rejects. */
  during(id: string, attempt: () => Promise<AttemptFate>): Promise<unknown> {
    return this.#parts.contexts.length === 0 ? attempt() : this.#during(id, attempt);
  }

  async #during(id: string, attempt: () => Promise<AttemptFate>): Promise<void> {
    const job = { id, asked: false, over: false };
    this.#running.set(id, (this.#running.get(id) ?? 0) + 1);
    const fate = await inJob(job, attempt);
    job.over = fate !== 'done';
    const others = (this.#running.get(id) ?? 1) - 1;
    if (others === 0) this.#running.delete(id);
    else this.#running.set(id, others);
    if (fate === 'done') {
      this.#forget(id);
      return;
    }
    // Looked at again later: a handler that ignores its signal may have been creating one.
    if (job.asked) this.#remember(id);
    if (others > 0) return;
    if (fate === 'dead' || fate === 'cancelled') await this.#remove(id, 'all');
    else if (fate === 'lost') await this.#remove(id, 'own');
  }

  async #findLeft(): Promise<void> {
    using deadline = startDeadline({ timeoutMs: REMOVE_MS }, REMOVE_MS, 'job.containers');
    try {
      for (const context of this.#parts.contexts) {
        for (const { job } of await jobContainers(context, deadline.signal)) this.#remember(job);
      }
      this.#lookAtAll();
    } catch (error) {
      this.#parts.log.warn('containers that earlier durable jobs have left were not looked for', {
        err: error,
      });
    }
  }

  #remember(id: string): void {
    this.#left.add(id);
    this.#watch();
  }

  #forget(id: string): void {
    if (this.#left.delete(id)) this.#watch();
  }

  /** A store tells what happens to jobs at some cost: only while there is something to hear. */
  #watch(): void {
    if (this.#left.size === 0) {
      this.#events?.unsubscribe();
      this.#events = undefined;
      return;
    }
    this.#events ??= this.#parts.store.events$.subscribe(({ id, kind }) => {
      if (kind !== 'state') return;
      if (id === '*') this.#lookAtAll();
      else void this.#look(id);
    });
  }

  #lookAtAll(): void {
    for (const id of this.#left) void this.#look(id);
  }

  /** Removes what a job has left if it has ended meanwhile, wherever that was. */
  async #look(id: string): Promise<void> {
    if (!this.#left.has(id) || this.#running.has(id)) return;
    try {
      const state = (await this.#parts.store.get(id))?.state;
      if ((state !== undefined && !hasEnded(state)) || this.#running.has(id)) return;
      const over = state === 'dead' || state === 'cancelled';
      if (await this.#remove(id, over ? 'all' : 'own')) this.#forget(id);
    } catch (error) {
      this.#parts.log.debug('what has become of a durable job could not be seen', { callId: id, err: error });
    }
  }

  /** Never rejects. @returns whether nothing is left of them. */
  async #remove(job: string, which: Which): Promise<boolean> {
    using deadline = startDeadline({ timeoutMs: REMOVE_MS }, REMOVE_MS, 'job.containers', job);
    try {
      for (const context of this.#parts.contexts) {
        const found = await jobContainers(context, deadline.signal, job);
        const doomed = which === 'all' ? found : found.filter(({ persistent }) => !persistent);
        await removeJobContainers(context, doomed, deadline.signal);
      }
      return true;
    } catch (error) {
      this.#remember(job);
      this.#parts.log.warn('containers of a durable job could not be removed: it is tried again', {
        callId: job,
        err: error,
      });
      return false;
    }
  }
}
