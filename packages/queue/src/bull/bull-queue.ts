import type { BullQueueOptions } from './bull-options.ts';
import { BullStore } from './bull-store.ts';

/**
 * Durable jobs in BullMQ: the same program on as many machines as you like shares them, through a Redis, a Valkey or,
 * experimentally, a PostgreSQL that is there. Needs `npm install bullmq@6 ioredis` or `bullmq@6 pg`.
 *
 * `BlueprintRunner.for(YourContext).jobs(YourJobs).queue(bullQueue({ url: 'redis://…' }))`
 */
export function bullQueue(options: BullQueueOptions): BullStore {
  return new BullStore(options);
}
