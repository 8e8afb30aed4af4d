import {
  asGiven,
  checkOptions,
  type OptionReaders,
  readInteger,
  readMilliseconds,
} from '../../input/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Backoff } from './link.ts';

/** Options of a status hub. */
export interface HubOptions {
  /** @default real time */
  readonly clock?: Clock | undefined;
  /** How many inspects run at once. @default 8 */
  readonly parallelLooks?: number | undefined;
  /** Everything is looked at again after this time, whatever the events say. @default 30_000 */
  readonly lookAgainMs?: number | undefined;
  /** An engine that has not been heard of for this time is pinged. @default 5_000 */
  readonly silenceMs?: number | undefined;
  /** An engine that does not answer a ping within this time is away. @default 10_000 */
  readonly pingTimeoutMs?: number | undefined;
  /** How long opening the event stream, a list or an inspect may take. @default 10_000 */
  readonly callTimeoutMs?: number | undefined;
  /** An inspect that failed while the engine is there is tried again after this time. @default 1_000 */
  readonly retryLookMs?: number | undefined;
  /** Reconnects wait a random time up to `firstMs`, which doubles up to `capMs`. @default 100 and 5_000 */
  readonly backoff?: Backoff | undefined;
}

export type HubSettings = {
  readonly [Name in keyof HubOptions]-?: NonNullable<HubOptions[Name]>;
};

/** An engine that hangs is noticed after `silenceMs + pingTimeoutMs` at the latest: 15 s. */
const defaults: HubSettings = Object.freeze({
  clock: systemClock,
  parallelLooks: 8,
  lookAgainMs: 30_000,
  silenceMs: 5_000,
  pingTimeoutMs: 10_000,
  callTimeoutMs: 10_000,
  retryLookMs: 1_000,
  backoff: Object.freeze({ firstMs: 100, capMs: 5_000 }),
});

const READERS: OptionReaders<HubOptions> = {
  clock: asGiven,
  backoff: asGiven,
  parallelLooks: readInteger(1),
  lookAgainMs: readMilliseconds(1),
  silenceMs: readMilliseconds(1),
  pingTimeoutMs: readMilliseconds(1),
  callTimeoutMs: readMilliseconds(1),
  retryLookMs: readMilliseconds(),
};

/** @throws DocktopusError `spec.invalid` with every number that does not fit. */
export function hubSettings(options: HubOptions): HubSettings {
  checkOptions(options, READERS, 'status');
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}
