import { JobQueue, type JobStore, type QueueOptions } from '../durable/index.ts';

/** `runner.queue`: called with a store while the runner is put together; afterwards the queue itself. */
export type RunnerQueueAccess<Runner> = JobQueue & ((store: JobStore, options?: QueueOptions) => Runner);

/** The methods of {@link JobQueue} on the function that adds a store. */
export function queueAccess<Runner>(
  add: (store: JobStore, options?: QueueOptions) => Runner,
  queue: () => JobQueue,
): RunnerQueueAccess<Runner> {
  return new Proxy(add, {
    get: (target, name) => {
      if (!isOfQueue(name)) return Reflect.get(target, name) as unknown;
      const current = queue();
      const member = Reflect.get(current, name) as unknown;
      return typeof member === 'function' ? (member.bind(current) as unknown) : member;
    },
  }) as RunnerQueueAccess<Runner>;
}

function isOfQueue(name: string | symbol): boolean {
  return name !== 'constructor' && Object.hasOwn(JobQueue.prototype, name);
}
