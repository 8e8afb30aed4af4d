import type { EngineEvent } from '../../engine/index.ts';

const KEPT = 1_024;
/** The engine notes when a container began a moment before it tells of it. */
const TOLERANCE_MS = 1_000;

/**
 * The last events that the present stream has brought, for those who ask about something that has just happened: an
 * `oom`, say, when a container has died. A lost stream forgets them, because what comes after has gaps before it.
 */
export class RecentEvents {
  readonly #events: EngineEvent[] = [];
  #next = 0;

  remember(event: EngineEvent): void {
    this.#events[this.#next] = event;
    this.#next = (this.#next + 1) % KEPT;
  }

  forget(): void {
    this.#events.length = 0;
    this.#next = 0;
  }

  /** Those about the thing `id` that are not older than `since`, the oldest first. */
  of(id: string, since = Number.NEGATIVE_INFINITY): readonly EngineEvent[] {
    const inOrder = [...this.#events.slice(this.#next), ...this.#events.slice(0, this.#next)];
    return inOrder.filter((event) => event.id === id && timeMs(event) >= since);
  }

  /** Whether nothing is missing about the run of the container `id` that began at `startedAt`: its start is among them. */
  coversRun(id: string, startedAt: number): boolean {
    return this.of(id, startedAt - TOLERANCE_MS).some(({ action }) => action === 'start');
  }
}

/** When it happened, by the engine's clock, in milliseconds since the epoch. */
function timeMs({ timeNano }: EngineEvent): number {
  return Number(timeNano) / 1e6;
}
