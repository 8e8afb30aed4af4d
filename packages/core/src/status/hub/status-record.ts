import type { Subscriber } from 'rxjs';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { sameState } from '../same-state.ts';
import { unwatched, type Watched } from './watched.ts';

/** One container that is watched or looked at, and who waits for what of it. */
export interface StatusRecord {
  readonly id: string;
  state: Watched;
  readonly watchers: Set<Watcher>;
  readonly waiters: Set<LookWaiter>;
  /** Ends the inspect that is under way. */
  readonly abort: AbortController;
}

export interface Watcher {
  readonly subscriber: Subscriber<ContainerSnapshot>;
  /** The first look that began after the subscription: older answers are not for this one. */
  readonly fromLook: number;
  last: ContainerSnapshot | undefined;
}

export interface LookWaiter {
  readonly fromLook: number;
  readonly seen: Promise<ContainerSnapshot>;
  resolve(snapshot: ContainerSnapshot): void;
  reject(error: unknown): void;
}

export function newWaiter(fromLook: number): LookWaiter {
  let resolve: LookWaiter['resolve'] = () => undefined;
  let reject: LookWaiter['reject'] = () => undefined;
  const seen = new Promise<ContainerSnapshot>((onSeen, onError) => {
    resolve = onSeen;
    reject = onError;
  });
  return { fromLook, seen, resolve, reject };
}

export function newRecord(id: string): StatusRecord {
  return { id, state: unwatched, watchers: new Set(), waiters: new Set(), abort: new AbortController() };
}

/**
 * Gives each watcher what is new to it: never an answer from before its subscription, unless that says `stale` or that
 * the container is gone, which is true for ever.
 */
export function tellWatchers({ state, watchers }: StatusRecord): void {
  const { snapshot } = state;
  if (!snapshot) return;
  for (const watcher of watchers) {
    if (watcher.last && sameState(watcher.last, snapshot)) continue;
    const lasting = snapshot.stale || snapshot.status === undefined;
    if (!lasting && watcher.fromLook > state.begun) continue;
    watcher.last = snapshot;
    watcher.subscriber.next(snapshot);
  }
}

/** Answers the looks that have been waiting for one that began late enough. */
export function tellWaiters({ state, waiters }: StatusRecord, error: unknown): void {
  for (const waiter of waiters) {
    if (waiter.fromLook > state.begun) continue;
    waiters.delete(waiter);
    // Just seen, whatever the event stream is doing: this answer is not stale.
    if (error === undefined && state.snapshot) waiter.resolve({ ...state.snapshot, stale: false });
    else waiter.reject(error);
  }
}
