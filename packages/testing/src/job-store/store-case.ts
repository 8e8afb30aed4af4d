import type { StoreFeature } from '@docktopus/runner/durable';
import type { StoreBench } from './bench.ts';

/** One thing that every job store does. */
export interface StoreCase {
  /** What it is about: `'claim'`. */
  readonly group: string;
  /** What the store does, as a sentence without its subject. */
  readonly name: string;
  /** Rejects when the store does something else. */
  readonly run: (bench: StoreBench) => Promise<void>;
  /** Whether two handles are open at a time in it. */
  readonly shared: boolean;
  /** What a store has to be able to for it. */
  readonly needs?: StoreFeature | undefined;
}

type Runs = Readonly<Record<string, (bench: StoreBench) => Promise<void>>>;

/** The cases of one group, by what each says. */
export function storeCases(group: string, runs: Runs): readonly StoreCase[] {
  return Object.entries(runs).map(([name, run]) => ({ group, name, run, shared: false }));
}

/** Cases for stores that can do something. */
export function featureCases(needs: StoreFeature, group: string, runs: Runs): readonly StoreCase[] {
  return storeCases(group, runs).map((one) => ({ ...one, needs }));
}

/** Cases for stores that several processes may have open. */
export function sharedStoreCases(group: string, runs: Runs): readonly StoreCase[] {
  return Object.entries(runs).map(([name, run]) => ({ group, name, run, shared: true }));
}
