import type { MemoryQueue } from '@docktopus/runner/durable';
import { vi } from 'vitest';

/** Taken before anything is faked. */
const [realTimeout, realNow] = [setTimeout, performance.now.bind(performance)];

/** What a queue in memory measures time with. Everything else, such as sockets and promises, goes on by itself. */
const VIRTUAL = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
] as const;
const TURN_MS = 2;
const ALL = { limit: 1000 } as const;

/** How long a test waits for its jobs. */
export interface SettledOptions {
  /** Of real time. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** Makes time virtual. @returns what makes it real again. */
export function virtualTime(): () => void {
  if (vi.isFakeTimers()) return () => undefined;
  vi.useFakeTimers({ toFake: [...VIRTUAL] });
  return () => void vi.useRealTimers();
}

/**
 * Resolves when no job of `queue` waits or runs. While a job runs, time passes as it does outside; when all that are left
 * wait for a time, it is that time at once.
 *
 * @throws an error that names the jobs that have not ended in time.
 */
export async function settleQueue(
  queue: MemoryQueue,
  { timeoutMs = 10_000 }: SettledOptions = {},
): Promise<void> {
  const endsAt = realNow() + timeoutMs;
  for (;;) {
    const { jobs: open } = await queue.list({ states: ['queued', 'delayed', 'running'] }, ALL);
    if (open.length === 0) return;
    if (realNow() > endsAt) throw unsettled(open, timeoutMs);
    const dueAt = Math.min(...open.map(({ dueAt = 0, state }) => (state === 'delayed' ? dueAt : 0)));
    if (dueAt > 0) await vi.advanceTimersByTimeAsync(Math.max(1, dueAt - Date.now()));
    else await turn();
  }
}

/** Lets sockets be read, and as much virtual time pass as that takes. */
async function turn(): Promise<void> {
  const begunAt = realNow();
  await new Promise((resolve) => realTimeout(resolve, TURN_MS));
  await vi.advanceTimersByTimeAsync(Math.ceil(realNow() - begunAt));
}

function unsettled(
  open: readonly { readonly id: string; readonly job: string; readonly state: string }[],
  ms: number,
): Error {
  const jobs = open.slice(0, 5).map(({ id, job, state }) => `${job} ${id} is ${state}`);
  const more = open.length > jobs.length ? ` and ${open.length - jobs.length} more` : '';
  return new Error(
    `settled: after ${ms} ms of real time, durable jobs have not ended: ${jobs.join(', ')}${more}. ` +
      'Move time with vi.advanceTimersByTimeAsync() if a handler waits for it, or give settled() a longer timeoutMs',
  );
}
