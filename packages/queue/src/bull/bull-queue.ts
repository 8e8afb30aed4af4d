import { checkOptions, type OptionReaders, readFlag, readMilliseconds, readText } from '@docktopus/core/kit';
import type {} from '@docktopus/runner/durable';
import type { BullQueueOptions } from './bull-options.ts';
import { BullStore } from './bull-store.ts';

const OPTIONS: OptionReaders<BullQueueOptions> = {
  url: readText,
  name: readText,
  allowVolatile: readFlag,
  timeoutMs: readMilliseconds(1),
};

/**
 * Durable jobs in BullMQ: the same program on as many machines as you like shares them, through a Redis, a Valkey or,
 * experimentally, a PostgreSQL that is there. Needs `npm install bullmq@6 ioredis` or `bullmq@6 pg`.
 *
 * `BlueprintRunner.for(YourContext).jobs(YourJobs).queue(bullQueue({ url: 'redis://…' }))`
 *
 * @throws DocktopusError `queue.invalid` with every option that does not fit.
 */
export function bullQueue(options: BullQueueOptions): BullStore {
  checkOptions(options, OPTIONS, 'bullQueue', undefined, 'queue.invalid');
  return new BullStore(options);
}
