import type { Subscriber } from 'rxjs';
import type { EngineEvent } from '../../engine/index.ts';
import { Roster } from '../../scope/index.ts';

interface Listener {
  readonly actions: readonly string[];
  readonly subscriber: Subscriber<EngineEvent>;
}

/** Who listens to which events of which thing. */
export class EventListeners {
  /** Ids come and go, and a `Map` would keep them: see {@link Roster}. */
  readonly #byId: Record<string, Roster<Listener>> = Object.create(null);

  /** @returns the function that stops the listening. */
  add(id: string, actions: readonly string[], subscriber: Subscriber<EngineEvent>): () => void {
    const listeners = this.#byId[id] ?? new Roster<Listener>();
    this.#byId[id] = listeners;
    const entry = listeners.add({ actions, subscriber });
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0 && this.#byId[id] === listeners) delete this.#byId[id];
    };
  }

  tell(event: EngineEvent): void {
    for (const { actions, subscriber } of this.#byId[event.id] ?? []) {
      if (actions.includes(event.action)) subscriber.next(event);
    }
  }

  complete(): void {
    for (const listeners of Object.values(this.#byId)) {
      for (const { subscriber } of listeners) subscriber.complete();
    }
  }
}
