import { docktopus } from '@docktopus/testing/vitest';
import { test as base, vi } from 'vitest';
import { Clock } from './clock.ts';
import { Pager } from './pager.ts';

/** A clock that a test moves, so that nothing has to be waited for. */
export class TestClock extends Clock {
  #now = 1_000_000;

  override now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** A pager that rings in the test. */
export class TestPager extends Pager {
  readonly messages: string[] = [];
  #rang: () => void = () => undefined;
  readonly rang = new Promise<void>((resolve) => {
    this.#rang = resolve;
  });

  override page(message: string): void {
    this.messages.push(message);
    this.#rang();
  }
}

/** Puts both in the place of the real ones. */
export function providers(clock: TestClock, pager = new TestPager()) {
  return [
    [Clock, { useValue: clock }],
    [Pager, { useValue: pager }],
  ] as const;
}

// A real engine may be busy with other things.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** vitest's `test` with what the kit gives: an engine, and contexts and runners on it that are of one test alone. */
export const test = base.extend(docktopus());
