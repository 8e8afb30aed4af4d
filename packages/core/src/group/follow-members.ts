import { Subscription } from 'rxjs';
import type { Container } from '../container/index.ts';
import type { ContainerSnapshot } from '../status/index.ts';
import type { ContainerRegistry } from './container-registry.ts';

export interface MemberObserver {
  onSnapshot(container: Container, snapshot: ContainerSnapshot): void;
  /** A container has left. */
  onLeave(container: Container): void;
  /** Containers have joined or left. The known states of new members have been told before. */
  onMembers?(): void;
  /** The registry is closed, and every state has completed. */
  onEnd?(): void;
}

/** Subscribes to the state of every container of a registry, present and future. */
export function followMembers(registry: ContainerRegistry, observer: MemberObserver): Subscription {
  const all = new Subscription();
  const watches = new Map<Container, Subscription>();
  let open = true;
  const endIfOver = () => {
    if (!open && [...watches.values()].every(({ closed }) => closed)) observer.onEnd?.();
  };
  const follow = (container: Container) => {
    const watch = new Subscription();
    watches.set(container, watch);
    watch.add(
      container.state$.subscribe({
        next: (snapshot) => observer.onSnapshot(container, snapshot),
        complete() {
          watch.unsubscribe();
          endIfOver();
        },
      }),
    );
    all.add(watch);
  };
  const onMembers = () => {
    const members = new Set([...registry].map(([, container]) => container));
    for (const [container, watch] of watches) {
      if (members.has(container)) continue;
      watch.unsubscribe();
      watches.delete(container);
      observer.onLeave(container);
    }
    for (const container of members) if (!watches.has(container)) follow(container);
    observer.onMembers?.();
  };
  all.add(
    registry.changes$.subscribe({
      next: onMembers,
      complete() {
        open = false;
        endIfOver();
      },
    }),
  );
  return all;
}
