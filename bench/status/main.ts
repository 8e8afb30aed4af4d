import 'reflect-metadata';
import { loadavg } from 'node:os';
import { connectDocker } from '@docktopus/core';
import { privateEngineObstacle, startEngine } from '@docktopus/testing';
import { IMAGE } from '../harness/engine-socket.ts';
import { report } from '../harness/report.ts';
import { isSmoke } from '../harness/rounds.ts';
import { percentile } from '../harness/statistics.ts';
import type { Row } from '../harness/table.ts';
import { Fleet } from './fleet.ts';
import { heapInUse } from './heap.ts';
import { idleCpu } from './idle-cpu.ts';
import {
  hubWay,
  inspectAtEventWay,
  inspectWay,
  listWay,
  rawEventsWay,
  streamsWay,
  type Way,
} from './ways.ts';

/**
 * The cost of knowing the status of many running containers, and how late it is known: on a separate engine, so
 * that the engine's CPU is that of this alone.
 */
const obstacle = privateEngineObstacle();
if (obstacle !== undefined) {
  process.stdout.write(`status: not measured here: ${obstacle}\n`);
  process.exit(0);
}

const containers = Number(
  process.argv.find((arg) => arg.startsWith('--containers='))?.split('=')[1] ?? (isSmoke() ? 8 : 200),
);
const idleMs = isSmoke() ? 200 : 40_000;
// Its data in memory: what others write to the machine's disk meanwhile would be most of each latency.
const engine = await startEngine({ images: [IMAGE], diskBytes: 1 << 30, timeoutMs: 120_000 });
process.env.DOCKER_HOST = engine.endpoint;
const docker = await connectDocker({ endpoint: engine.endpoint });
const fleet = new Fleet();

/** Ends as many containers as each way may have, one after the other, and tells how late each end was known. */
async function latencies(victims: readonly string[], heard: Map<string, number>): Promise<number[]> {
  const late: number[] = [];
  for (const id of victims) {
    // Not in step with the polling.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
    const killedAt = performance.now();
    await fleet.kill(id);
    while (!heard.has(id)) await new Promise((resolve) => setTimeout(resolve, 1));
    late.push((heard.get(id) ?? Number.NaN) - killedAt);
  }
  return late;
}

function ears(): { readonly heard: Map<string, number>; onEnd(id: string): void } {
  const heard = new Map<string, number>();
  return { heard, onEnd: (id) => void (heard.has(id) || heard.set(id, performance.now())) };
}

async function measure(way: Way, victims: readonly string[]): Promise<Row> {
  const before = await heapInUse();
  const { heard, onEnd } = ears();
  const stop = await way.watch(fleet.ids, onEnd);
  const memory = (await heapInUse()) - before;
  const cpu = await idleCpu(idleMs, engine.pid ?? 0);
  // The raw event is listened to beside every way: how much later than it does the way know?
  const raw = ears();
  const stopRaw = await rawEventsWay(fleet.engine).watch(fleet.ids, raw.onEnd);
  const late = await latencies(victims, heard);
  const behind = victims.map((id) => (heard.get(id) ?? Number.NaN) - (raw.heard.get(id) ?? Number.NaN));
  await stopRaw();
  await stop();
  return {
    way: way.name,
    'own CPU %': cpu.own,
    'engine CPU %': cpu.engine,
    'KB a container': memory / 1024 / fleet.ids.length,
    'kill to known p50 ms': percentile(late, 50),
    'p99 ms': percentile(late, 99),
    'behind the raw event p50 ms': percentile(behind, 50),
    'behind p99 ms': percentile(behind, 99),
  };
}

try {
  await fleet.launch(containers);
  // What is loaded or compiled at the first use is not the containers' memory.
  await (await hubWay(docker).watch(fleet.ids.slice(0, 1), () => undefined))();
  const nobody = await idleCpu(Math.min(idleMs, 20_000), engine.pid ?? 0);
  const ways = [
    hubWay(docker),
    inspectAtEventWay(fleet.engine),
    rawEventsWay(fleet.engine),
    streamsWay(fleet.engine),
    listWay(fleet.engine),
    inspectWay(fleet.engine),
  ];
  // Each way ends its own containers; polling is slow, and fewer are enough to see how slow.
  const share = Math.floor(containers / 8);
  const shares = [2 * share, 2 * share, share, share, share, share];
  const rows: Row[] = [{ way: 'nobody watches', 'own CPU %': nobody.own, 'engine CPU %': nobody.engine }];
  let next = 0;
  for (const [index, way] of ways.entries()) {
    const count = shares[index] ?? share;
    rows.push(await measure(way, fleet.ids.slice(next, next + count)));
    next += count;
  }
  report('status', rows, {
    containers,
    'idle for s': idleMs / 1000,
    'ends for the hub': shares[0],
    'ends for the others': share,
    'load of the machine': loadavg()[1] ?? Number.NaN,
  });
} finally {
  await docker.close();
  await fleet.remove();
  await engine.stop();
}
