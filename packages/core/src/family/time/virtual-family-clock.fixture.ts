import { VirtualClock } from '../../status/virtual-clock.fixture.ts';
import type { FamilyClock } from './family-clock.ts';

/** A clock that stands still until it is moved; its wall clock can be set, as an administrator sets one. */
export class VirtualFamilyClock extends VirtualClock implements FamilyClock {
  #wallOffset: number;
  readonly #bootedAt: number;

  /** @param sinceBootMs how long the machine was up when this clock began. */
  constructor(sinceBootMs = 100_000_000, wall = Date.now()) {
    super();
    this.#bootedAt = sinceBootMs;
    this.#wallOffset = wall;
  }

  /** The clock of another process that begins now. */
  successor(): VirtualFamilyClock {
    return new VirtualFamilyClock(this.sinceBoot(), this.wall());
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
