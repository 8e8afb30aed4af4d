import type { StoreEvent } from '@docktopus/runner/durable';
import type { BullLines } from './bull-lines.ts';
import type { BullEventsHandle, BullServer } from './bull-server.ts';

/** How often to look for lines that are new: nobody tells of those. */
const LOOK_EVERY_MS = 1000;
/** The connections stay open this long after the last caller has left: one that waits for a job leaves and comes back at each change. */
const LINGER_MS = 5000;
const CHANGES = ['added', 'active', 'completed', 'failed', 'delayed', 'waiting', 'removed'] as const;

/** Hears of what happens to jobs on other machines while somebody wants to: one connection for each line, however many do. */
export class BullListening {
  readonly #server: BullServer;
  readonly #lines: BullLines;
  readonly #hear: (event: StoreEvent) => void;
  readonly #listening = new Map<string, BullEventsHandle>();
  #listeners = 0;
  #looking: NodeJS.Timeout | undefined;
  #lingering: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(server: BullServer, lines: BullLines, hear: (event: StoreEvent) => void) {
    this.#server = server;
    this.#lines = lines;
    this.#hear = hear;
  }

  /** Keeps the connections open for one more caller, until the returned value is disposed of. */
  join(): Disposable {
    this.#listeners += 1;
    clearTimeout(this.#lingering);
    if (this.#looking === undefined) this.#begin();
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (left) return;
        left = true;
        this.#listeners -= 1;
        if (this.#listeners === 0) this.#lingering = setTimeout(() => this.#end(), LINGER_MS).unref();
      },
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#lingering);
    this.#end();
  }

  #begin(): void {
    if (this.#closed) return;
    // A server that is away is asked again.
    const look = () => void this.#look().catch(() => undefined);
    this.#looking = setInterval(look, LOOK_EVERY_MS).unref();
    look();
  }

  async #look(): Promise<void> {
    for (const line of await this.#lines.all()) {
      if (this.#looking === undefined || this.#listening.has(line.name)) continue;
      this.#listening.set(line.name, listen(this.#server.events(line.name), this.#hear));
      // Whatever has happened there before was not heard.
      this.#hear({ id: '*', kind: 'state' });
    }
  }

  #end(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    for (const events of this.#listening.values()) void events.close().catch(() => undefined);
    this.#listening.clear();
  }
}

function listen(events: BullEventsHandle, hear: (event: StoreEvent) => void): BullEventsHandle {
  const state = ({ jobId }: { readonly jobId: string }) => hear({ id: jobId, kind: 'state' });
  for (const name of CHANGES) events.on(name, state);
  events.on('progress', ({ jobId }) => hear({ id: jobId, kind: 'progress' }));
  return events;
}
