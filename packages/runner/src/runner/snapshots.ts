import { distinctUntilChanged, interval, map, merge, type Observable, takeWhile } from 'rxjs';
import type { ContextSnapshot } from './context-watch.ts';
import type { RunnerState } from './phase-machine.ts';
import type { RunnerSnapshot } from './runner-snapshot.ts';

/** Counters have no events, which would cost each call: while somebody watches, they are read this often. */
const READ_EVERY_MS = 250;

/** What snapshots are taken from. */
export interface SnapshotSource {
  readonly state$: Observable<RunnerState>;
  /** Emits when a context or one of its containers has changed. */
  readonly changes$: Observable<void>;
  take(): RunnerSnapshot;
}

/**
 * Begins with the present snapshot, goes on with each change, and completes with that of the stopped runner. Phases and
 * containers are told at once, counters within a quarter of a second.
 */
export function snapshots({ state$, changes$, take }: SnapshotSource): Observable<RunnerSnapshot> {
  return merge(state$, changes$, interval(READ_EVERY_MS)).pipe(
    map(take),
    distinctUntilChanged(isSame),
    takeWhile(({ phase }) => phase !== 'stopped', true),
  );
}

function isSame(a: RunnerSnapshot, b: RunnerSnapshot): boolean {
  return (
    a.phase === b.phase &&
    a.failures === b.failures &&
    numbersOf(a) === numbersOf(b) &&
    a.contexts.length === b.contexts.length &&
    a.contexts.every((context, index) => isSameContext(context, b.contexts[index]))
  );
}

function isSameContext(a: ContextSnapshot, b: ContextSnapshot | undefined): boolean {
  return a.connected === b?.connected && a.containers === b.containers;
}

function numbersOf({ counters, calls, running }: RunnerSnapshot): string {
  return [...Object.values(counters), ...Object.values(calls), running.length].join();
}
