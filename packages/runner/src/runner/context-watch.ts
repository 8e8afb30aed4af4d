import type { ContainerSnapshot, DockerContext } from '@docktopus/core';
import { Subject, Subscription } from 'rxjs';

interface Seen {
  readonly context: DockerContext;
  connected: boolean;
  containers: ReadonlyMap<string, ContainerSnapshot>;
}

/** One context to look at. */
export interface ContextSnapshot {
  /** The name of its class. */
  readonly name: string;
  /** Whether its engine answers. */
  readonly connected: boolean;
  /** Its managed containers by name. */
  readonly containers: ReadonlyMap<string, ContainerSnapshot>;
}

/** The latest that is known of the engines and the managed containers of all contexts. */
export class ContextWatch implements Disposable {
  readonly #subscriptions = new Subscription();
  readonly #seen = new Map<string, Seen>();
  readonly #changes = new Subject<void>();

  /** Says that something has changed; completes when the contexts close. */
  readonly changes$ = this.#changes.asObservable();

  watch(context: DockerContext): void {
    const seen: Seen = { context, connected: true, containers: new Map() };
    this.#seen.set(context.constructor.name, seen);
    this.#subscriptions.add(
      context.connected$.subscribe((connected) => {
        seen.connected = connected;
        this.#changes.next();
      }),
    );
    this.#subscriptions.add(
      context.containers$.subscribe((containers) => {
        seen.containers = containers;
        this.#changes.next();
      }),
    );
  }

  /** What is not as it should be, as sentences: an engine that is away, a readiness condition that does not hold. */
  complaints(): readonly string[] {
    return [...this.#seen].flatMap(([name, { context, connected, containers }]) => [
      ...(connected ? [] : [`${name}: the engine is away`]),
      ...[...containers]
        .filter(
          ([container, { ready }]) =>
            !ready && context.containers.get(container).spec?.readyWhen !== undefined,
        )
        .map(([container]) => `${name}: ${container} is not ready`),
    ]);
  }

  /** How many containers are in each state; `none` for those that do not exist. */
  statuses(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { containers } of this.#seen.values()) {
      for (const { status = 'none' } of containers.values())
        counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return counts;
  }

  contexts(): readonly ContextSnapshot[] {
    return [...this.#seen].map(([name, { connected, containers }]) => ({ name, connected, containers }));
  }

  [Symbol.dispose](): void {
    this.#changes.complete();
    this.#subscriptions.unsubscribe();
  }
}
