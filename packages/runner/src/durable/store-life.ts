import type { Logger } from '../log/index.ts';
import type { JobStore } from './job-store.ts';
import type { QueueSettings } from './queue-options.ts';

export interface StoreLifeParts {
  readonly settings: QueueSettings;
  readonly dataDir: string;
  readonly log: Logger;
}

/** A runner's store from open to closed. It is opened once, by the first that needs it. */
export class StoreLife {
  readonly #store: JobStore;
  readonly #parts: StoreLifeParts;
  #opening: Promise<void> | undefined;
  #closed = false;

  constructor(store: JobStore, parts: StoreLifeParts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** @throws DocktopusError `queue.…` when the store cannot keep what it promises. */
  open(): Promise<void> {
    const { dataDir, log, settings } = this.#parts;
    const { retention, limits } = settings;
    this.#opening ??= this.#store.open({ dataDir, log, retention, maxLogBytes: limits.logBytes });
    return this.#opening;
  }

  /** Closes the store once, also one whose opening the runner no longer waits for. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const isOpen = await this.#opening?.then(
      () => true,
      () => false,
    );
    if (isOpen) await this.#store.close();
  }
}
