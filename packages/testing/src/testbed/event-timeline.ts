import type { Docker } from '@docktopus/core';
import type { EngineEvent } from '@docktopus/core/engine';

/** The engine's events about what a test has made, as they came. */
export class EventTimeline implements Disposable {
  readonly #events: { readonly atMs: number; readonly event: EngineEvent }[] = [];
  readonly #startedAt = performance.now();
  #close: () => void = () => undefined;

  /** Listens from now on, to what `isOurs` says of an event's attributes, which hold the labels. */
  static async open(
    docker: Docker,
    isOurs: (labels: EngineEvent['attributes']) => boolean,
  ): Promise<EventTimeline> {
    const timeline = new EventTimeline();
    const add = (event: EngineEvent) => {
      if (isOurs(event.attributes)) timeline.#add(event);
    };
    const subscription = await docker.engine.watchEvents(add, { filters: { type: ['container'] } });
    timeline.#close = () => subscription.close();
    return timeline;
  }

  /** One line per event. Attributes stay out of it: they hold labels and command lines. */
  get lines(): readonly string[] {
    return this.#events.map(({ atMs, event: { action, attributes } }) => {
      const code = attributes.exitCode === undefined ? '' : ` (exit code ${attributes.exitCode})`;
      const plain = action.replace(/^(exec_\w+):.*/s, '$1');
      return `${String(Math.round(atMs)).padStart(6)} ms  ${attributes.name ?? ''} ${plain}${code}`;
    });
  }

  [Symbol.dispose](): void {
    this.#close();
  }

  #add(event: EngineEvent): void {
    this.#events.push({ atMs: performance.now() - this.#startedAt, event });
  }
}
