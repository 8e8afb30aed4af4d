import { caseId } from './contract-case.ts';
import { contractCases } from './contract-cases.ts';
import type { ContractEngine, ContractReport, ContractResult, KnownDifferences } from './contract-engine.ts';
import { runCase } from './run-case.ts';

/** What the contract needs of a test runner; vitest and `node:test` have it. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  /** Vitest's `beforeAll`, node's `before`. */
  readonly before: (hook: () => Promise<void>) => unknown;
  /** Vitest's `afterAll`, node's `after`. */
  readonly after: (hook: () => Promise<void>) => unknown;
}

/** Options of the engine contract. */
export interface ContractOptions {
  readonly runner: TestRunner;
  /** @default none */
  readonly differences?: KnownDifferences | undefined;
  /** Called once, with what the engine did in every case. */
  readonly onReport?: ((report: ContractReport) => void | Promise<void>) | undefined;
}

/**
 * The one suite that every engine passes, real or not: declares a test for each case with the runner's functions.
 *
 * ```ts
 * engineContract('docker', () => connect(…), { runner: { describe, it, before: beforeAll, after: afterAll } });
 * ```
 */
export function engineContract(
  name: string,
  makeEngine: () => Promise<ContractEngine>,
  options: ContractOptions,
): void {
  const { describe, it, before, after } = options.runner;
  const { differences = {}, onReport } = options;
  const results: ContractResult[] = [];
  let engine: ContractEngine | undefined;

  describe(`the engine contract, on ${name}`, () => {
    before(async () => {
      engine = await makeEngine();
    });
    after(async () => {
      if (engine === undefined) return;
      const { version } = engine.docker.version;
      await engine[Symbol.asyncDispose]();
      await onReport?.({ engine: name, version, results: inOrder(results) });
    });
    for (const [group, all] of groups()) {
      describe(group, () => {
        for (const one of all) {
          it(one.name, async () => {
            if (engine === undefined) throw new Error(`${name} did not start`);
            const { error, ...result } = await runCase(one, engine, differences);
            results.push(result);
            if (error !== undefined) throw error;
          });
        }
      });
    }
  });
}

/** Tests may run side by side; a report reads as the contract does. */
function inOrder(results: readonly ContractResult[]): readonly ContractResult[] {
  const order = contractCases.map(caseId);
  return [...results].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

function groups() {
  const found = new Map<string, (typeof contractCases)[number][]>();
  for (const one of contractCases) found.set(one.group, [...(found.get(one.group) ?? []), one]);
  return found;
}
