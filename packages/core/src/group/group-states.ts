import { Observable, type Subscription } from 'rxjs';
import type { Container } from '../container/index.ts';
import type { ContainerSnapshot } from '../status/index.ts';
import type { ContainerRegistry } from './container-registry.ts';

/**
 * The latest state of every container in one map, a new map with each change. Containers that join or leave are
 * followed. Completes when the registry is closed and every state has completed.
 */
export function groupStates(registry: ContainerRegistry): Observable<ReadonlyMap<string, ContainerSnapshot>> {
  return new Observable((subscriber) => {
    const watches = new Map<Container, Subscription>();
    const latest = new Map<Container, ContainerSnapshot>();
    let open = true;
    const tell = () => {
      const members = [...registry];
      if (!members.every(([, container]) => latest.has(container))) return;
      subscriber.next(new Map(members.map(([name, container]) => [name, latest.get(container)!])));
    };
    const completeAtEnd = () => {
      if (!open && [...watches.values()].every(({ closed }) => closed)) subscriber.complete();
    };
    const follow = (container: Container) => {
      if (watches.has(container)) return;
      const watch = container.state$.subscribe({
        next(snapshot) {
          latest.set(container, snapshot);
          // The first states come while the others are being subscribed to: one map tells all of them.
          if (watches.has(container)) tell();
        },
        complete: completeAtEnd,
      });
      watches.set(container, watch);
    };
    const onMembers = () => {
      const members = new Set([...registry].map(([, container]) => container));
      for (const [container, watch] of watches) {
        if (members.has(container)) continue;
        watch.unsubscribe();
        watches.delete(container);
        latest.delete(container);
      }
      for (const container of members) follow(container);
      tell();
    };
    subscriber.add(() => {
      for (const watch of watches.values()) watch.unsubscribe();
    });
    subscriber.add(
      registry.changes$.subscribe({
        next: onMembers,
        complete() {
          open = false;
          completeAtEnd();
        },
      }),
    );
  });
}
