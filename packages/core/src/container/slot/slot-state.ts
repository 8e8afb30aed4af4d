import { distinctUntilChanged, map, Observable, ReplaySubject, type Subscription, share } from 'rxjs';
import { type ContainerSnapshot, noContainer, sameState, watchContainer } from '../../status/index.ts';
import { ReadinessFollower } from './follow-readiness.ts';
import type { ReadyRun, Slot } from './slot.ts';

/**
 * What is known of whatever is in the slot, the latest first, across re-creation.
 *
 * Completes when the client is closed, and, for a container that was found by its id, after its removal.
 */
export function slotState(slot: Slot): Observable<ContainerSnapshot> {
  let version = 0;
  return contentState(slot).pipe(
    distinctUntilChanged(sameState),
    map((snapshot) => {
      version += 1;
      return { ...snapshot, version };
    }),
    share({ connector: () => new ReplaySubject(1) }),
  );
}

function contentState(slot: Slot): Observable<ContainerSnapshot> {
  return new Observable((subscriber) => {
    let last: ContainerSnapshot | undefined;
    let watch: Subscription | undefined;
    const readiness = new ReadinessFollower(slot);
    const tell = (snapshot: ContainerSnapshot) => {
      last = snapshot;
      readiness.onSnapshot(snapshot);
      subscriber.next({ ...snapshot, ready: isReady(snapshot, slot.readyRun$.value) });
    };
    const onContent = (id: string | undefined) => {
      watch?.unsubscribe();
      if (id !== undefined) {
        // After a removal a slot waits for its next container; one without a spec will not get any, nor will any after
        // the end of the client, which ends a watch without a removal.
        const complete = () => {
          if (slot.spec === undefined || last?.status !== undefined) subscriber.complete();
        };
        watch = watchContainer(slot.docker, id).subscribe({ next: tell, complete });
      } else {
        tell(noContainer());
        if (slot.spec === undefined) subscriber.complete();
      }
    };
    const ids = slot.content$.pipe(
      map((content) => content?.id),
      distinctUntilChanged(),
    );
    subscriber.add(() => {
      watch?.unsubscribe();
      readiness[Symbol.dispose]();
    });
    subscriber.add(ids.subscribe(onContent));
    subscriber.add(slot.readyRun$.subscribe(() => last && tell(last)));
  });
}

function isReady({ id, status, startedAt }: ContainerSnapshot, readyRun: ReadyRun | undefined): boolean {
  if (readyRun === undefined || status !== 'running') return false;
  return readyRun.id === id && readyRun.startedAt === startedAt?.getTime();
}
