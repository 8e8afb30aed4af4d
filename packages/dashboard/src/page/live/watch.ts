import type { Watch } from '../../api/index.ts';
import { ApiError, write } from '../api.ts';

/** Rows that scroll by are not worth a request each. */
const SETTLE_MS = 200;

const inView = new Map<string, number>();
let everyMs = 3_000;
let logs: Watch['logs'];
let stream: string | undefined;
let told = '';
let telling: Promise<void> = Promise.resolve();
let settling = false;

/** Asks for the container's statistics until the answer is called. */
export function watchStats(id: string): () => void {
  inView.set(id, (inView.get(id) ?? 0) + 1);
  settle();
  return () => {
    const left = (inView.get(id) ?? 1) - 1;
    if (left === 0) inView.delete(id);
    else inView.set(id, left);
    settle();
  };
}

/** How often statistics come: one container is watched closer than a list. */
export function setStatsPace(ms: number): void {
  everyMs = ms;
  settle();
}

/** Asks for the lines of one container, or of none. */
export function watchLogs(wish: Watch['logs']): void {
  logs = wish;
  settle();
}

/** A stream is there: it is told what this page wants to know. */
export function announceWatch(id: string): void {
  stream = id;
  told = '';
  settle();
}

export function forgetStream(): void {
  stream = undefined;
}

/** A hidden page wants no statistics. */
export function startWatch(): void {
  document.addEventListener('visibilitychange', settle);
}

function settle(): void {
  if (settling) return;
  settling = true;
  setTimeout(() => {
    settling = false;
    // One after the other: two requests at once may overtake each other.
    telling = telling.then(tell);
  }, SETTLE_MS);
}

async function tell(): Promise<void> {
  const stats = document.hidden ? [] : [...inView.keys()].sort().slice(0, 100);
  const wish: Watch = { stats, statsEveryMs: everyMs, ...(logs && { logs }) };
  const text = JSON.stringify(wish);
  if (stream === undefined || text === told) return;
  told = text;
  try {
    await write('PUT', `streams/${stream}`, wish);
  } catch (error) {
    // The stream is gone: the next one is told. Anything else is tried again with the next change.
    if (!(error instanceof ApiError)) told = '';
  }
}
