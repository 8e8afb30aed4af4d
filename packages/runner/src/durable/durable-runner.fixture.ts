import { vi } from 'vitest';
import { collect } from '../consumers/index.ts';
import { type LogFields, silentLogger } from '../log/index.ts';
import { type JobOptions, Router } from '../router/index.ts';
import { BlueprintRunner, type RunnerOptions } from '../runner/index.ts';
import { type MemoryQueue, memoryQueue, type QueueOptions } from './index.ts';

export const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

export type Handler = Parameters<Router['route']>[1];

export interface Setup extends RunnerOptions {
  readonly job?: JobOptions;
  readonly queue?: QueueOptions;
  readonly store?: MemoryQueue;
  /** Gets what a durable consumer takes. */
  readonly heard?: unknown[];
}

/** A runner that runs `handler` as the durable job `work`, with a store in memory. */
export async function setup(
  handler: Handler,
  { job, queue, store = memoryQueue(), heard, ...options }: Setup = {},
) {
  const results = collect();
  const warnings: string[] = [];
  const warn = (message: string, _fields?: LogFields) => void warnings.push(message);
  const logger = { ...silentLogger, warn, error: warn };
  const router = Router.create().route('work', handler, { durable: true, ...job });
  const plain = BlueprintRunner.for().router(router).queue(store, queue).consumer(results);
  const take = { name: 'heard', consume: (result: unknown) => void heard?.push(result) };
  const runner = (heard === undefined ? plain : plain.consumer(take, { durable: true })).options({
    logger,
    ...options,
  });
  await runner.start();
  return { runner, store, results: results.results, warnings };
}
