import { combineLatest, distinctUntilChanged, map, Observable, ReplaySubject, share } from 'rxjs';
import { type ContainerSnapshot, noContainer, sameState, watchContainer } from '../../status/index.ts';
import type { ReadyRun, Slot } from './slot.ts';

/**
 * What is known of whatever is in the slot, the latest first, across re-creation.
 *
 * Completes when the client is closed, and, for a container that was found by its id, after its removal.
 */
export function slotState(slot: Slot): Observable<ContainerSnapshot> {
  let version = 0;
  return combineLatest([contentState(slot), slot.readyRun$]).pipe(
    map(([snapshot, readyRun]) => ({ ...snapshot, ready: isReady(snapshot, readyRun) })),
    distinctUntilChanged(sameState),
    map((snapshot) => {
      version += 1;
      return { ...snapshot, version };
    }),
    share({ connector: () => new ReplaySubject(1) }),
  );
}

function isReady({ id, status, startedAt }: ContainerSnapshot, readyRun: ReadyRun | undefined): boolean {
  if (readyRun === undefined || status !== 'running') return false;
  return readyRun.id === id && readyRun.startedAt === startedAt?.getTime();
}

function contentState(slot: Slot): Observable<ContainerSnapshot> {
  return new Observable((subscriber) => {
    const watching = { unsubscribe: () => {} };
    const stopWatching = () => watching.unsubscribe();
    subscriber.add(stopWatching);
    const onContent = (id: string | undefined) => {
      stopWatching();
      if (id === undefined) {
        subscriber.next(noContainer());
        if (slot.spec === undefined) subscriber.complete();
        return;
      }
      const watch = watchContainer(slot.docker, id).subscribe({
        next: (snapshot) => subscriber.next(snapshot),
        // After a removal a slot waits for its next container; one without a spec will not get any.
        complete: () => {
          if (slot.spec === undefined || slot.docker.closed) subscriber.complete();
        },
      });
      watching.unsubscribe = () => watch.unsubscribe();
    };
    subscriber.add(
      slot.content$
        .pipe(
          map((content) => content?.id),
          distinctUntilChanged(),
        )
        .subscribe(onContent),
    );
  });
}
