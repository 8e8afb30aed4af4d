import 'reflect-metadata';
import { type Contender, compare } from '../harness/compare.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { percentile } from '../harness/statistics.ts';
import { bullmq } from './bullmq.ts';
import { type Dispatcher, ours, plainFunction } from './contenders.ts';
import { nest } from './nest.ts';

const CALLS = isSmoke() ? 2_000 : 100_000;
const MILLION = isSmoke() ? 10_000 : 1_000_000;

const queue = await bullmq();
const skipped = typeof queue === 'string' ? queue : undefined;
const dispatchers: readonly Dispatcher[] = [
  plainFunction(),
  ...(await ours()),
  await nest(),
  ...(typeof queue === 'string' ? [] : [queue]),
];

for (const inFlight of [1, 1024]) await measure(inFlight);
await measureMemory();
for (const { close } of dispatchers) await close?.();

/** Calls a second, by turns, and how long a single call takes. */
async function measure(inFlight: number): Promise<void> {
  const contenders = dispatchers.map(({ name, call, share = 1 }): Contender => {
    const calls = Math.max(inFlight, Math.round(CALLS * share));
    return { name, round: async () => (await callAll(call, calls, inFlight)) / calls };
  });
  const figures = await compare(contenders, { rounds: rounds(15), warmup: 2 });
  const rows = [];
  for (const [index, { name, medianMs, cpuMs, toFloor }] of figures.entries()) {
    const { call, share = 1 } = dispatchers[index] as Dispatcher;
    const calls = Math.max(inFlight, Math.round(CALLS * share));
    const latencies = await callLatencies(call, Math.min(calls, 20_000), inFlight);
    rows.push({
      contender: name,
      'calls/s': Math.round(1000 / medianMs),
      'calls/CPU s': Math.round((calls / cpuMs) * 1000),
      'p50 µs': percentile(latencies, 50) * 1000,
      'p99 µs': percentile(latencies, 99) * 1000,
      'to the floor': toFloor,
    });
  }
  report(`dispatch-${inFlight}-in-flight`, rows, { 'calls a round': CALLS, ...(skipped && { skipped }) });
}

/** The heap before and after a million calls: it has to be the same. */
async function measureMemory(): Promise<void> {
  const rows = [];
  for (const { name, call } of dispatchers.slice(1, 4)) {
    await callAll(call, CALLS, 64);
    const before = heapMiB();
    await callAll(call, MILLION, 64);
    rows.push({ contender: name, calls: MILLION, 'heap before MiB': before, 'heap after MiB': heapMiB() });
  }
  report('dispatch-memory', rows);
}

async function callAll(call: () => Promise<unknown>, calls: number, inFlight: number): Promise<number> {
  const before = performance.now();
  await Promise.all(Array.from({ length: inFlight }, () => callInTurn(call, Math.floor(calls / inFlight))));
  return performance.now() - before;
}

async function callInTurn(call: () => Promise<unknown>, calls: number): Promise<void> {
  for (let count = 0; count < calls; count += 1) await call();
}

async function callLatencies(
  call: () => Promise<unknown>,
  calls: number,
  inFlight: number,
): Promise<number[]> {
  const latencies: number[] = [];
  const timed = async () => {
    const before = performance.now();
    await call();
    latencies.push(performance.now() - before);
  };
  await callAll(timed, calls, inFlight);
  return latencies;
}

function heapMiB(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
