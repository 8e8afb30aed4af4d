import { VirtualClock } from '../../status/virtual-clock.fixture.ts';
import type { FamilyClock } from './family-clock.ts';

/** A clock that stands still until it is moved; its wall clock can be set, as an administrator sets one. */
export class VirtualFamilyClock extends VirtualClock implements FamilyClock {
  #wallOffset = Date.parse('2026-01-01T00:00:00Z');
  readonly #bootedAt: number;

  /** @param sinceBootMs how long the machine was up when this clock began. */
  constructor(sinceBootMs = 1_000_000) {
    super();
    this.#bootedAt = sinceBootMs;
  }

  wall(): number {
    return this.#wallOffset + this.now();
  }

  sinceBoot(): number {
    return this.#bootedAt + this.now();
  }

  /** Sets the wall clock, and no other. */
  jump(ms: number): void {
    this.#wallOffset += ms;
  }
}
