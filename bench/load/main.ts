import { setTimeout as pause } from 'node:timers/promises';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { engineSocket } from '../harness/engine-socket.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { report } from '../harness/report.ts';
import { isSmoke } from '../harness/rounds.ts';
import type { Row } from '../harness/table.ts';
import { rawCycle } from '../lifecycle/contenders.ts';
import { Loaded, type Offered } from './loaded.ts';
import { CONCURRENCY, type SERVICES } from './services.ts';

/**
 * From a request to the end of the container that its job had, up to more than the engine can do. Ends with 1 if an accepted job was
 * lost.
 */
const LAST_MS = isSmoke() ? 500 : 20_000;
const CALLERS = isSmoke() ? [2] : [1, 8, 32];
/** How many lives a second are offered, as a multiple of the most that the engine can do. */
const SHARES = isSmoke() ? [1] : [0.5, 1, 2];

const redisMissing = serverObstacle('redis-server');
const rows: Row[] = [];
const memory: Row[] = [];
const raw = new RawEngine();
let lost = 0;
try {
  const most = await rawRate();
  rows.push({ contender: `engine API with node:http, ${CONCURRENCY} callers`, 'done/s': most });
  await measure('docktopus, SQLite', most, CALLERS);
  if (redisMissing === undefined) {
    await using redis = await startRedis();
    const env = { LOAD_REDIS_PORT: `${redis.port}` };
    await measure('BullMQ, Redis everysec, dockerode', most, CALLERS, env);
  } else process.stdout.write(`skipped: no Redis: ${redisMissing}\n`);
  await measure('docktopus, in memory', most, []);
} finally {
  await removeOwn();
  raw.close();
}
report('load', rows, { 'each for s': LAST_MS / 1000, 'jobs at a time': CONCURRENCY });
report('load-memory', memory);
if (lost > 0) {
  process.stdout.write(`FAILED ${lost} accepted jobs were lost\n`);
  process.exitCode = 1;
}

/** Measures the most lives a second that the engine can do, over its bare API. */
async function rawRate(): Promise<number> {
  let lives = 0;
  const begun = performance.now();
  const caller = async () => {
    while (performance.now() - begun < LAST_MS) {
      await rawCycle(raw);
      lives += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, caller));
  return (lives * 1000) / (performance.now() - begun);
}

async function measure(
  name: keyof typeof SERVICES,
  most: number,
  callers: readonly number[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const service = await Loaded.launch(name, { DOCKER_HOST: `unix://${engineSocket()}`, ...env });
  // The first calls load and compile code, so they are not measured.
  await service.closedLoop(CONCURRENCY, isSmoke() ? 1 : 5_000);
  const before = await service.memory();
  for (const count of callers)
    rows.push(rowOf(name, `${count} callers`, await service.closedLoop(count, LAST_MS)));
  for (const share of SHARES)
    rows.push(rowOf(name, `${share} × engine`, await service.openLoop(share * most, LAST_MS)));
  await pause(isSmoke() ? 0 : 2_000);
  const after = await service.memory();
  memory.push({
    contender: name,
    'heap before MB': before.heapBytes / 1e6,
    'heap after MB': after.heapBytes / 1e6,
    'RSS after MB': after.rssBytes / 1e6,
  });
  await service.close();
}

function rowOf(contender: string, load: string, offered: Offered): Row {
  lost += offered.lost;
  return {
    contender: `${contender}, ${load}`,
    'done/s': offered.donePerSecond,
    'offered/s': offered.perSecond,
    'accept p50 ms': offered.acceptMs[0],
    'accept p99 ms': offered.acceptMs[1],
    'done p50 ms': Math.round(offered.doneMs[0]),
    'done p99 ms': Math.round(offered.doneMs[1]),
    refused: [...offered.refused].map(([how, times]) => `${times} × ${how}`).join(', ') || 'none',
    lost: offered.lost,
  };
}
