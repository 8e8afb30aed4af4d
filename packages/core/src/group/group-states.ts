import { Observable } from 'rxjs';
import type { Container } from '../container/index.ts';
import type { ContainerSnapshot } from '../status/index.ts';
import type { ContainerRegistry } from './container-registry.ts';
import { followMembers } from './follow-members.ts';

/**
 * The latest state of every container in one map, a new map with each change. Containers that join or leave are
 * followed. Completes when the registry is closed and every state has completed.
 */
export function groupStates(registry: ContainerRegistry): Observable<ReadonlyMap<string, ContainerSnapshot>> {
  return new Observable((subscriber) => {
    const latest = new Map<Container, ContainerSnapshot>();
    // The first states come while the containers are being subscribed to: one map tells all of them.
    let subscribing = true;
    const tell = () => {
      const members = [...registry];
      if (subscribing || !members.every(([, container]) => latest.has(container))) return;
      subscriber.next(new Map(members.map(([name, container]) => [name, latest.get(container)!])));
    };
    const following = followMembers(registry, {
      onSnapshot(container, snapshot) {
        latest.set(container, snapshot);
        tell();
      },
      onLeave: (container) => void latest.delete(container),
      onMembers: tell,
      onEnd: () => subscriber.complete(),
    });
    subscriber.add(following);
    subscribing = false;
    tell();
  });
}
