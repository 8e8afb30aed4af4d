import type { Subscriber } from 'rxjs';
import type { EngineEvent } from '../../engine/index.ts';

interface Listener {
  readonly actions: ReadonlySet<string>;
  readonly subscriber: Subscriber<EngineEvent>;
}

/** Who listens to which events of which thing. */
export class EventListeners {
  readonly #byId = new Map<string, Set<Listener>>();

  /** @returns the function that stops the listening. */
  add(id: string, actions: readonly string[], subscriber: Subscriber<EngineEvent>): () => void {
    const listener = { actions: new Set(actions), subscriber };
    const listeners = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byId.get(id) === listeners) this.#byId.delete(id);
    };
  }

  tell(event: EngineEvent): void {
    for (const { actions, subscriber } of this.#byId.get(event.id) ?? []) {
      if (actions.has(event.action)) subscriber.next(event);
    }
  }

  complete(): void {
    for (const listeners of this.#byId.values()) {
      for (const { subscriber } of listeners) subscriber.complete();
    }
  }
}
