import type { StoreFeature } from '@docktopus/runner/durable';
import { StoreBench } from './bench.ts';
import { acceptCases } from './cases/accept-cases.ts';
import { argumentCases } from './cases/argument-cases.ts';
import { claimCases, keyRateCases, limitCases, sharedClaimCases } from './cases/claim-cases.ts';
import { leaseCases, sharedLeaseCases } from './cases/lease-cases.ts';
import {
  cancelCases,
  eventCases,
  listCases,
  redriveCases,
  scheduleCases,
  sharedCases,
} from './cases/operate-cases.ts';
import type { StoreCase } from './store-case.ts';
import type { StoreUnderTest } from './store-under-test.ts';

/** What every job store does. */
export const storeContractCases: readonly StoreCase[] = [
  ...acceptCases,
  ...claimCases,
  ...limitCases,
  ...keyRateCases,
  ...leaseCases,
  ...cancelCases,
  ...redriveCases,
  ...listCases,
  ...scheduleCases,
  ...eventCases,
  ...argumentCases,
  ...sharedClaimCases,
  ...sharedLeaseCases,
  ...sharedCases,
];

const CASE_MS = 120_000;

/** Options of the contract of job stores. */
export interface StoreContractOptions {
  readonly runner: {
    readonly describe: (name: string, body: () => void) => unknown;
    /** Vitest's `it`: its default of 5 seconds is less than a busy machine may need for the slowest case. */
    readonly it: (name: string, body: () => Promise<void>, timeoutMs: number) => unknown;
  };
  /** Whether the store may be open twice; the cases that need it are left out otherwise. */
  readonly shared: boolean;
  /** What the store can do; cases that need more are left out. @default everything */
  readonly features?: readonly StoreFeature[] | undefined;
}

/**
 * The one suite that every job store passes: declares a test for each case with the runner's functions.
 *
 * ```ts
 * jobStoreContract('sqlite', () => makeStore(), { runner: { describe, it }, shared: false });
 * ```
 */
export function jobStoreContract(
  name: string,
  make: () => Promise<StoreUnderTest>,
  { runner, shared, features }: StoreContractOptions,
): void {
  const groups = new Map<string, StoreCase[]>();
  for (const one of storeContractCases) {
    if (one.shared && !shared) continue;
    if (one.needs !== undefined && features?.includes(one.needs) === false) continue;
    groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  }
  runner.describe(`the job store contract, on ${name}`, () => {
    for (const [group, cases] of groups) {
      runner.describe(group, () => {
        for (const one of cases) {
          const body = async () => {
            await using bench = await StoreBench.begin(await make());
            await one.run(bench);
          };
          runner.it(one.name, body, CASE_MS);
        }
      });
    }
  });
}
