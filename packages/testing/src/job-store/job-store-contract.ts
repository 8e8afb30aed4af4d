import type { TestRunner } from '../contract/engine-contract.ts';
import { StoreBench } from './bench.ts';
import { acceptCases } from './cases/accept-cases.ts';
import { claimCases, limitCases, sharedClaimCases } from './cases/claim-cases.ts';
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
  ...leaseCases,
  ...cancelCases,
  ...redriveCases,
  ...listCases,
  ...scheduleCases,
  ...eventCases,
  ...sharedClaimCases,
  ...sharedLeaseCases,
  ...sharedCases,
];

export interface StoreContractOptions {
  readonly runner: Pick<TestRunner, 'describe' | 'it'>;
  /** Whether the store may be open twice; the cases that need it are left out otherwise. */
  readonly shared: boolean;
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
  { runner, shared }: StoreContractOptions,
): void {
  const groups = new Map<string, StoreCase[]>();
  for (const one of storeContractCases) {
    if (one.shared && !shared) continue;
    groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  }
  runner.describe(`the job store contract, on ${name}`, () => {
    for (const [group, cases] of groups) {
      runner.describe(group, () => {
        for (const one of cases) {
          runner.it(one.name, async () => {
            await using bench = await StoreBench.begin(await make());
            await one.run(bench);
          });
        }
      });
    }
  });
}
