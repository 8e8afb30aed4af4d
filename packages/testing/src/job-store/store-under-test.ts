import type { JobStore } from '@docktopus/runner/durable';

/** A kind of store, as the contract tries it: each case gets a new, empty one. */
export interface StoreUnderTest extends AsyncDisposable {
  /** A handle to its jobs, not open yet; another one each time. */
  handle(): JobStore;
  /** Ends the process of a handle as far as the store can tell: nothing is written, released or renewed any more. */
  crash(store: JobStore): Promise<void>;
  /** Whether two handles may be open at a time. */
  readonly shared: boolean;
  /** Short, so that the suite is. */
  readonly leaseMs: number;
}
