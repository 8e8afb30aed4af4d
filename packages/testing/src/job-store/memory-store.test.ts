import { type JobStore, MemoryQueue } from '@docktopus/runner/durable';
import { describe, it } from 'vitest';
import { jobStoreContract, type StoreUnderTest } from './index.ts';

/** Handles to one store in memory: each knows its own workers, so that one of them can be killed. */
async function memory(): Promise<StoreUnderTest> {
  const jobs = new MemoryQueue();
  const workers = new Map<JobStore, string[]>();
  return {
    shared: true,
    leaseMs: 1000,
    handle() {
      const own: string[] = [];
      const handle = new Proxy<JobStore>(jobs, {
        get: (target, name) => {
          if (name === 'consume') {
            return (...[spec, run]: Parameters<JobStore['consume']>) => {
              own.push(spec.worker);
              return target.consume(spec, run);
            };
          }
          const member = Reflect.get(target, name) as unknown;
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      });
      workers.set(handle, own);
      return handle;
    },
    async crash(store) {
      for (const worker of workers.get(store) ?? []) jobs.kill(worker);
    },
    async [Symbol.asyncDispose]() {
      await jobs.close();
    },
  };
}

jobStoreContract('memory', memory, { runner: { describe, it: it.concurrent }, shared: true });
