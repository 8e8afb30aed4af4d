import { afterEach, beforeEach, vi } from 'vitest';

/** Virtual time for the tests of a file, in which the process can be held up: time goes on, and no timer fires meanwhile. */
export function useHeldUpClock(): { holdUp(ms: number): void } {
  let heldUpMs = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const now = performance.now.bind(performance);
    heldUpMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now() + heldUpMs);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return {
    holdUp(ms) {
      heldUpMs += ms;
    },
  };
}
