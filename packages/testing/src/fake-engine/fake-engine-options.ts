import type { PortMode } from './host-port.ts';
import type { FakeImageScript } from './images/fake-image.ts';
import type { FakeProgram } from './process/fake-program.ts';

/** Options of `new FakeEngine()`. */
export interface FakeEngineOptions {
  /** `'real'` runs with the clock; `'manual'` stands still until `advance()`. @default 'real' */
  readonly time?: 'real' | 'manual' | undefined;
  /**
   * Which published ports are really open on the loopback: those that the engine chose (fixed ones when a program
   * listens), `'all'` of them from the start, or `'none'`. @default 'chosen'
   */
  readonly ports?: PortMode | undefined;
  /** Images that are there from the start, besides the busybox ones. */
  readonly images?: Readonly<Record<string, FakeProgram | FakeImageScript>> | undefined;
}
