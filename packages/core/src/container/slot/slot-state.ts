import { distinctUntilChanged, map, Observable, ReplaySubject, type Subscription, share } from 'rxjs';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import {
  type ContainerSnapshot,
  noContainer,
  sameState,
  statusHub,
  watchContainer,
} from '../../status/index.ts';
import { ReadinessFollower } from './readiness-follower.ts';
import type { Slot } from './slot.ts';
import { contentOf, type SlotContent, type SlotStage } from './slot-stage.ts';

/**
 * The state of the container in the slot, the latest first, across re-creation.
 *
 * Completes when the client is closed; for a container that was found by its id, also after its removal.
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

/** The status of each state, equal neighbours once. */
export function statusOf(state$: Observable<ContainerSnapshot>): Observable<ContainerSnapshot['status']> {
  return state$.pipe(
    map(({ status }) => status),
    distinctUntilChanged(),
  );
}

/** The present status, as the engine says it now. */
export async function lookAtStatus(
  { id, docker, subject }: Slot,
  options: CallOptions,
): Promise<ContainerSnapshot['status']> {
  checkOptions(options, CALL_OPTIONS, 'container.status', subject);
  return id === undefined ? undefined : (await statusHub(docker).look(id, options)).status;
}

function contentState(slot: Slot): Observable<ContainerSnapshot> {
  return new Observable((subscriber) => {
    let watched: string | null | undefined = null;
    let last: ContainerSnapshot | undefined;
    let watch: Subscription | undefined;
    const readiness = new ReadinessFollower(slot);
    const tell = (snapshot: ContainerSnapshot) => {
      last = snapshot;
      readiness.onSnapshot(snapshot);
      subscriber.next({ ...snapshot, ready: isReady(snapshot, slot.content) });
    };
    // After a removal a slot waits for its next container; a slot without a spec never gets one. When the client has
    // been closed, the watch completes without a removal.
    const onWatchEnd = () => {
      if (slot.spec === undefined || last?.status !== undefined) subscriber.complete();
    };
    const onStage = (stage: SlotStage) => {
      const id = contentOf(stage)?.id;
      if (id === watched) {
        if (last !== undefined) tell(last);
        return;
      }
      watched = id;
      watch?.unsubscribe();
      if (id !== undefined) {
        watch = watchContainer(slot.docker, id).subscribe({ next: tell, complete: onWatchEnd });
        return;
      }
      tell(noContainer());
      if (slot.spec === undefined) subscriber.complete();
    };
    subscriber.add(() => {
      watch?.unsubscribe();
      readiness[Symbol.dispose]();
    });
    subscriber.add(slot.stage$.subscribe(onStage));
  });
}

function isReady({ id, status, startedAt }: ContainerSnapshot, content: SlotContent | undefined): boolean {
  const run = content?.readyRun;
  return run !== undefined && status === 'running' && id === content?.id && run === startedAt?.getTime();
}
