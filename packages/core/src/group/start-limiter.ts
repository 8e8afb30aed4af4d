import { availableParallelism } from 'node:os';
import type { Docker, Engine } from '../engine/index.ts';
import { Semaphore } from '../scope/index.ts';

/** More at a time only makes each start take longer. */
const STARTS_PER_CPU = 2;

const limiters = new WeakMap<Engine, Semaphore>();

/** The one limiter of all contexts that share a connection: a place for each container that may start at a time. */
export function startLimiterOf({ engine }: Docker): Semaphore {
  const known = limiters.get(engine);
  if (known !== undefined) return known;
  const made = new Semaphore(Math.max(4, STARTS_PER_CPU * availableParallelism()));
  limiters.set(engine, made);
  return made;
}
