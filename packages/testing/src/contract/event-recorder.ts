import type { EngineEvent } from '@docktopus/core/engine';

/** Keeps events as they come, and waits for those that are still to come. */
export class EventRecorder {
  readonly events: EngineEvent[] = [];
  #wake: (() => void) | undefined;

  readonly add = (event: EngineEvent): void => {
    this.events.push(event);
    this.#wake?.();
  };

  get actions(): readonly string[] {
    return this.events.map(({ action }) => action);
  }

  /** The first event of this action, which may have come already. */
  async until(action: string, timeoutMs = 15_000): Promise<EngineEvent> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = this.events.find((event) => event.action === action);
      if (found !== undefined) return found;
      const left = end - performance.now();
      if (left <= 0)
        throw new Error(`no event ${action} within ${timeoutMs} ms; there were: ${this.actions.join(' ')}`);
      await this.#next(left);
    }
  }

  #next(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
