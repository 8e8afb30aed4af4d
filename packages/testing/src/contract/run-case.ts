import { Bench } from './bench.ts';
import { type ContractCase, caseId } from './contract-case.ts';
import type { ContractEngine, ContractResult, KnownDifferences } from './contract-engine.ts';

let count = 0;

/** Runs one case on an engine, cleans up after it, and judges what came of it. */
export async function runCase(
  one: ContractCase,
  engine: ContractEngine,
  known: KnownDifferences,
): Promise<ContractResult & { readonly error: Error | undefined }> {
  const id = caseId(one);
  count += 1;
  const bench = new Bench(
    engine.docker,
    engine.image,
    `${process.pid.toString(36)}${Date.now().toString(36)}x${count}`,
  );
  const started = performance.now();
  const error = await one.run(bench).then(
    () => undefined,
    (failure: unknown) => (failure instanceof Error ? failure : new Error(String(failure))),
  );
  await bench[Symbol.asyncDispose]();
  const ms = Math.round(performance.now() - started);
  const expected = known[id];
  if (expected === undefined) return judged(id, error === undefined ? 'holds' : 'fails', error, ms);
  const text = typeof expected === 'string' ? expected : expected.sometimes;
  if (error !== undefined || typeof expected !== 'string')
    return { id, outcome: 'differs', note: text, ms, error: undefined };
  return judged(
    id,
    'fails',
    new Error(`it holds now: take "${id}" off the list of known differences (${text})`),
    ms,
  );
}

function judged(id: string, outcome: ContractResult['outcome'], error: Error | undefined, ms: number) {
  return { id, outcome, note: error?.message, ms, error };
}
