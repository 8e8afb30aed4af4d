import { Observable } from 'rxjs';
import { type Container, gatherFailure, slotOf } from '../container/index.ts';
import { type ContainerSnapshot, isActive, isTerminal } from '../status/index.ts';
import type { ContainerRegistry } from './container-registry.ts';
import { followMembers } from './follow-members.ts';
import type { GroupEvent } from './group-event.ts';

/** Tells of members that end or are removed although no call of this process asked for it. */
export function memberEnds(registry: ContainerRegistry): Observable<GroupEvent> {
  return new Observable((subscriber) => {
    const last = new Map<Container, ContainerSnapshot>();
    const tellEnd = async (name: string, container: Container, snapshot: ContainerSnapshot, id: string) => {
      const failure = await gatherFailure(slotOf(container).docker, id);
      subscriber.next({ kind: 'ended', name, id, failure, restarts: !isTerminal(snapshot.status) });
    };
    const following = followMembers(registry, {
      onSnapshot(container, snapshot) {
        if (snapshot.stale) return;
        const before = last.get(container);
        last.set(container, snapshot);
        const name = nameOf(registry, container);
        const slot = slotOf(container);
        if (before?.id === undefined || name === undefined || slot.id !== before.id) return;
        const { id } = before;
        const isExpected = slot.content?.endExpected === true;
        if (hasEnded(before, snapshot)) {
          slot.take({ is: 'end-expected', id, expected: false });
          if (!isExpected) void tellEnd(name, container, snapshot, id);
        } else if (isGone(before, snapshot) && !isExpected && !slot.spec?.autoRemove) {
          subscriber.next({ kind: 'removed', name, id });
        }
      },
      onLeave: (container) => void last.delete(container),
      onEnd: () => subscriber.complete(),
    });
    subscriber.add(following);
  });
}

function hasEnded(before: ContainerSnapshot, now: ContainerSnapshot): boolean {
  if (!isActive(before.status) || now.status === undefined) return false;
  return isTerminal(now.status) || now.restartCount > before.restartCount;
}

function isGone(before: ContainerSnapshot, now: ContainerSnapshot): boolean {
  return before.status !== undefined && now.status === undefined;
}

function nameOf(registry: ContainerRegistry, wanted: Container): string | undefined {
  for (const [name, container] of registry) if (container === wanted) return name;
  return undefined;
}
