import { createHash } from 'node:crypto';
import { DocktopusError } from '@docktopus/core';
import type { JobCall } from './job-call.ts';
import { requireCall } from './require-call.ts';

/** What a handler can do with the run that it is in: `@run()`, or `runOf(call)` in a plain function. */
export interface JobRun {
  /** The call's id: the same for all attempts. */
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The call's. */
  readonly signal: AbortSignal;
  /**
   * Does `work` once: what it came to is remembered, and returned without doing it again when the job is tried again.
   * Of a durable job it is remembered on disk, as JSON.
   *
   * @param name unique within the job: `'checkout'`, `` `upload ${part}` ``.
   * @throws what `work` throws, which is not remembered; DocktopusError `job.step-repeated` when one attempt has two
   * steps of this name, `job.too-large`, `job.not-json`, `lease.lost`.
   */
  step<T>(name: string, work: (signal: AbortSignal) => T | Promise<T>): Promise<T>;
  /** Tells how far it is, from 0 to 1. */
  progress(fraction: number, note?: string): void;
  /** Adds a line to the job's log, which can be read while it runs. */
  log(line: string): void;
  /**
   * A name that is the same in each attempt and for no other job or step: for idempotency keys of other services and
   * for names of containers.
   */
  effectKey(step: string): string;
}

/** What a run is kept in: the store of a durable job, or memory. */
export interface RunMemory {
  /** What an earlier attempt's step came to. */
  recall(step: string): { readonly value: unknown } | undefined;
  /** @returns what later attempts will recall. */
  remember(step: string, value: unknown): Promise<unknown>;
  progress(progress: { readonly fraction: number; readonly note: string | undefined }): void;
  log(line: string): void;
}

/** The key under which the extensions of a call hold its {@link RunMemory}. */
export const RUN_MEMORY = Symbol('RUN_MEMORY');

/** The run that a call is in. @throws DocktopusError `runner.invalid` for what is no call */
export function runOf(call: JobCall): JobRun {
  requireCall(call, 'runOf');
  let memory = call.extensions.get(RUN_MEMORY) as RunMemory | undefined;
  if (memory === undefined) {
    memory = inMemory();
    call.extensions.set(RUN_MEMORY, memory);
  }
  return new CallRun(call, memory);
}

/** 32 letters and digits, which may be part of any name. */
function effectKey(callId: string, step: string): string {
  return createHash('sha256').update(`${callId}\0${step}`).digest('hex').slice(0, 32);
}

/** Steps of calls that are not durable are remembered from one attempt to the next, and gone with the process. */
function inMemory(): RunMemory {
  const steps = new Map<string, unknown>();
  return {
    recall: (step) => (steps.has(step) ? { value: steps.get(step) } : undefined),
    remember: async (step, value) => {
      steps.set(step, value);
      return value;
    },
    progress: () => undefined,
    log: () => undefined,
  };
}

class CallRun implements JobRun {
  readonly #call: JobCall;
  readonly #memory: RunMemory;

  constructor(call: JobCall, memory: RunMemory) {
    this.#call = call;
    this.#memory = memory;
  }

  get id(): string {
    return this.#call.id;
  }

  get attempt(): number {
    return this.#call.attempt;
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  async step<T>(name: string, work: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
    this.#begin(name);
    const known = this.#memory.recall(name);
    if (known !== undefined) return known.value as T;
    try {
      this.signal.throwIfAborted();
      return (await this.#memory.remember(name, await work(this.signal))) as T;
    } catch (error) {
      // The handler may do it again.
      begunSteps(this.#call).delete(name);
      throw error;
    }
  }

  progress(fraction: number, note?: string): void {
    this.#memory.progress({ fraction: Math.min(1, Math.max(0, Number(fraction) || 0)), note });
  }

  log(line: string): void {
    this.#memory.log(String(line));
  }

  effectKey(step: string): string {
    return effectKey(this.id, step);
  }

  /** One attempt that asks twice for a name would get the first one's value, and never do the second. */
  #begin(name: string): void {
    const begun = begunSteps(this.#call);
    if (!begun.has(name)) {
      begun.add(name);
      return;
    }
    throw new DocktopusError('job.step-repeated', {
      operation: 'run.step',
      subject: name,
      reason: 'this attempt has had a step of this name already',
      hint: 'Give each step its own name, such as `upload ${part}` in a loop',
    });
  }
}

const BEGUN = Symbol('BEGUN');

/** The handler is about to run again, and may have its steps again. */
export function beginAgain({ extensions }: JobCall): void {
  extensions.delete(BEGUN);
}

function begunSteps({ extensions, attempt }: JobCall): Set<string> {
  let begun = extensions.get(BEGUN) as { readonly attempt: number; readonly steps: Set<string> } | undefined;
  if (begun?.attempt !== attempt) {
    begun = { attempt, steps: new Set() };
    extensions.set(BEGUN, begun);
  }
  return begun.steps;
}
