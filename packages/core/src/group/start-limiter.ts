import { availableParallelism } from 'node:os';
import type { Docker, Engine } from '../engine/index.ts';
import { Semaphore } from '../scope/index.ts';

/**
 * A place is also held while we look at what was started: with two for each CPU, a hundred containers took 1.1 to 1.3 times as
 * long as the engine needs for four at a time; with four, 0.9 to 1.04. `npm run bench -- scale` measures it.
 */
const STARTS_PER_CPU = 4;
const AT_LEAST = 8;

const limiters = new WeakMap<Engine, Semaphore>();

/** The one limiter of all contexts that share a connection: a place for each container that may start at a time. */
export function startLimiterOf({ engine }: Docker): Semaphore {
  const known = limiters.get(engine);
  if (known !== undefined) return known;
  const made = new Semaphore(Math.max(AT_LEAST, STARTS_PER_CPU * availableParallelism()));
  limiters.set(engine, made);
  return made;
}
