import { setTimeout as pause } from 'node:timers/promises';
import { FaultProxy } from '@docktopus/testing';
import { cpuMsOf, memoryOf } from '../harness/process-cpu.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { isSmoke } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import { nowMs } from './watch-message.ts';
import { Watching } from './watching.ts';

/** The cost of one way of watching a number of containers. */
export interface Scaled {
  readonly contender: string;
  readonly rssMb: number;
  /** The share of a core that the process uses while nothing happens. */
  readonly cpuPercent: number;
  /** From before the call that kills a container to when its end is known. */
  readonly knownMs: { readonly p50: number; readonly p95: number };
  /** From the first request of a new connection to when an end is known that happened without one. */
  readonly relistMs?: number;
  /** From the same to when every container has been looked at. */
  readonly allMs?: number;
}

/** Twice the 30 s after which the hub looks at everything again, whatever the events say. */
const IDLE_MS = isSmoke() ? 100 : 60_000;
const ENDS = isSmoke() ? 2 : 40;
const LOST_CONNECTIONS = isSmoke() ? 1 : 3;

/** All ways at the same time, each in its own process, so that what the machine does meanwhile hits all of them. */
export async function measureWatchers(
  endpoint: string,
  image: string,
  sizes: readonly number[],
  where: string,
): Promise<readonly Scaled[]> {
  process.env.DOCKER_HOST = endpoint;
  const engine = new RawEngine();
  await using proxy = await FaultProxy.start(endpoint);
  const [raw, docktopus, dockerode] = await Promise.all([
    Watching.launch('engine API with node:http', endpoint, image),
    Watching.launch('docktopus', proxy.endpoint, image),
    Watching.launch('dockerode', endpoint, image),
  ]);
  const watchers = [raw, docktopus, dockerode];
  const rows: Scaled[] = [];
  for (const size of sizes) {
    const ids = [...(await docktopus.grow(size))];
    for (const peer of [raw, dockerode]) await peer.grow(size);
    await settle();
    const idle = await idleCosts(watchers);
    const known = watchers.map((): number[] => []);
    for (let end = 0; end < Math.min(ENDS, size / 2); end += 1) {
      const id = ids.pop() ?? '';
      // Not in step with anything that happens each second.
      await pause(Math.random() * 100);
      const begunMs = nowMs();
      await engine.call('POST', `/containers/${id}/kill`);
      for (const [index, watcher] of watchers.entries())
        known[index]?.push((await watcher.knows(id)) - begunMs);
    }
    const lost: { readonly relistMs: number; readonly allMs: number }[] = [];
    for (let time = 0; time < LOST_CONNECTIONS; time += 1)
      lost.push(await loseConnection(proxy, docktopus, ids.pop() ?? '', engine, ids.length));
    for (const [index, { name }] of watchers.entries()) {
      const ends = known[index] ?? [];
      rows.push({
        contender: `${name}, ${size}${where}`,
        rssMb: idle[index]?.rssMb ?? Number.NaN,
        cpuPercent: idle[index]?.cpuPercent ?? Number.NaN,
        knownMs: { p50: percentile(ends, 50), p95: percentile(ends, 95) },
        ...(name === 'docktopus' && {
          relistMs: median(lost.map(({ relistMs }) => relistMs)),
          allMs: median(lost.map(({ allMs }) => allMs)),
        }),
      });
    }
  }
  engine.close();
  for (const watcher of watchers) await watcher.close();
  return rows;
}

/** After many starts, V8 still compiles and collects: that is not idling, so it is left out. */
function settle(): Promise<void> {
  return pause(isSmoke() ? 0 : 15_000);
}

async function idleCosts(watchers: readonly Watching[]) {
  const before = watchers.map(({ pid }) => cpuMsOf(pid));
  await pause(IDLE_MS);
  return watchers.map(({ pid }, index) => ({
    rssMb: memoryOf(pid) / 1e6,
    cpuPercent: ((cpuMsOf(pid) - (before[index] ?? Number.NaN)) / IDLE_MS) * 100,
  }));
}

/** A container ends while there is no way to the engine: nothing but looking finds it. */
async function loseConnection(
  proxy: FaultProxy,
  watching: Watching,
  victim: string,
  engine: RawEngine,
  count: number,
): Promise<{ readonly relistMs: number; readonly allMs: number }> {
  proxy.inject({ kind: 'drop' });
  proxy.dropAll();
  await engine.call('POST', `/containers/${victim}/kill`);
  proxy.heal();
  const before = proxy.requests.length;
  while (proxy.requests.length === before) await pause(1);
  const begunMs = nowMs();
  const knownMs = await watching.knows(victim);
  for (let looks = 0, at = before; looks < count; await pause(5)) {
    for (; at < proxy.requests.length; at += 1)
      looks += /[0-9a-f]{64}\/json/.test(proxy.requests[at]?.url ?? '') ? 1 : 0;
  }
  return { relistMs: knownMs - begunMs, allMs: nowMs() - begunMs };
}
