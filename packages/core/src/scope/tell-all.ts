import type { Roster } from './roster.ts';

/**
 * Calls those who listen now, each once, but for those who stop listening meanwhile.
 *
 * A listener that throws keeps no other one from hearing: its error is thrown later and alone, as node throws those of
 * the listeners of a signal.
 */
export function tellAll(listeners: Roster<() => void>): void {
  for (const entry of listeners.entries()) {
    const { value: listener } = entry;
    if (!listeners.delete(entry)) continue;
    try {
      listener();
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  }
}
