import type { EngineEvent } from '../../engine/index.ts';

const KEPT = 1_024;

/** The attributes of an event hold the labels of its container, as large as those who made it like. */
const MOST_ATTRIBUTES = 64;
const LONGEST_ATTRIBUTE = 256;

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
    this.#events[this.#next] = { ...event, attributes: shortened(event.attributes) };
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

/** What the engine itself says comes whatever labels there are. */
const OF_THE_ENGINE = ['exitCode', 'execID', 'execDuration', 'image', 'name', 'signal'];

function shortened(attributes: EngineEvent['attributes']): EngineEvent['attributes'] {
  const kept = Object.entries(attributes).filter(([, value]) => String(value).length <= LONGEST_ATTRIBUTE);
  if (kept.length <= MOST_ATTRIBUTES) return Object.fromEntries(kept);
  return Object.fromEntries(kept.filter(([key]) => OF_THE_ENGINE.includes(key)));
}

/** When it happened, by the engine's clock, in milliseconds since the epoch. */
function timeMs({ timeNano }: EngineEvent): number {
  return Number(timeNano) / 1e6;
}
