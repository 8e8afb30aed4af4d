import type { Subscriber } from 'rxjs';
import { withResolvers } from '../../scope/index.ts';
import type { ResourceKind, ResourceSnapshot } from './resource-kind.ts';
import { unwatched, type Watched } from './watched.ts';

/** One thing that is watched or looked at, and those who wait for news of it. */
export interface ResourceRecord<S extends ResourceSnapshot> {
  readonly id: string;
  state: Watched<S>;
  readonly watchers: Set<Watcher<S>>;
  readonly waiters: Set<LookWaiter<S>>;
  /** Ends the inspect that is under way. */
  readonly abort: AbortController;
}

export interface Watcher<S> {
  readonly subscriber: Subscriber<S>;
  /** The first look that began after the subscription: older answers are not for this one. */
  readonly fromLook: number;
  last: S | undefined;
}

export interface LookWaiter<S> {
  readonly fromLook: number;
  readonly seen: Promise<S>;
  resolve(snapshot: S): void;
  reject(error: unknown): void;
}

export function newWaiter<S>(fromLook: number): LookWaiter<S> {
  const { promise: seen, resolve, reject } = withResolvers<S>();
  return { fromLook, seen, resolve, reject };
}

export function newRecord<S extends ResourceSnapshot>(id: string): ResourceRecord<S> {
  return { id, state: unwatched, watchers: new Set(), waiters: new Set(), abort: new AbortController() };
}

/**
 * Gives each watcher what is new to it: never an answer from before its subscription, unless that says `stale` or that
 * the thing is gone, which cannot change any more.
 */
export function tellWatchers<S extends ResourceSnapshot>(
  { sameState }: Pick<ResourceKind<S, unknown>, 'sameState'>,
  { state, watchers }: ResourceRecord<S>,
): void {
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
export function tellWaiters<S extends ResourceSnapshot>(
  { state, waiters }: ResourceRecord<S>,
  error: unknown,
): void {
  for (const waiter of waiters) {
    if (waiter.fromLook > state.begun) continue;
    waiters.delete(waiter);
    // Just seen, whatever the event stream is doing: this answer is not stale.
    if (error === undefined && state.snapshot) waiter.resolve({ ...state.snapshot, stale: false });
    else waiter.reject(error);
  }
}
