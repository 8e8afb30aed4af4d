import type { Engine } from '../engine/index.ts';
import type { Watcher } from './watcher.ts';

/** One context's share in the watcher of its process. */
export interface SessionWatch {
  /**
   * Gives the share back; the last one closes the watcher.
   *
   * @param clean whether everything is gone; if not, the watcher stays and removes it when this process has ended.
   */
  release(clean: boolean): Promise<void>;
}

interface Shared {
  readonly watcher: Promise<Watcher>;
  shares: number;
  clean: boolean;
}

const watched = new WeakMap<Engine, Shared>();

/** Watches over this process on behalf of one more context; `start` is called for the first of a connection's. */
export async function watchSession(engine: Engine, start: () => Promise<Watcher>): Promise<SessionWatch> {
  const shared = watched.get(engine) ?? { watcher: start(), shares: 0, clean: true };
  watched.set(engine, shared);
  shared.shares += 1;
  const giveBack = () => {
    shared.shares -= 1;
    if (shared.shares > 0 || !shared.clean) return false;
    watched.delete(engine);
    return true;
  };
  let watcher: Watcher;
  try {
    watcher = await shared.watcher;
  } catch (error) {
    giveBack();
    throw error;
  }
  return {
    async release(clean) {
      shared.clean &&= clean;
      if (giveBack()) await watcher.close();
    },
  };
}
