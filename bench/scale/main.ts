import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine, privateEngineObstacle, startEngine } from '@docktopus/testing';
import { IMAGE } from '../harness/engine-socket.ts';
import { figureRows } from '../harness/figure-rows.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { measureWatchers, type Scaled } from './measure-watchers.ts';
import { startContext } from './start-context.ts';

/** Measures a process that owns many running containers: its cost, how soon it knows of a change, and how fast it starts many. */
const SIZES = isSmoke() ? [4] : [100, 1_000];
const SIZES_IN_MEMORY = isSmoke() ? [20] : [1_000, 10_000];
const STARTED_TOGETHER = isSmoke() ? 4 : 100;

const all: Scaled[] = [];
{
  // Its engine is another process than those that are measured, and answers over a socket as Docker does.
  const folder = mkdtempSync(join(tmpdir(), 'bench-scale-'));
  const socket = join(folder, 'engine.sock');
  await using engine = new FakeEngine({ ports: 'none' });
  engine.image('box:1', ({ forever }) => forever());
  const listening = await engine.listen(socket);
  all.push(...(await measureWatchers(`unix://${socket}`, 'box:1', SIZES_IN_MEMORY, ' in memory')));
  await listening[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}

const obstacle = privateEngineObstacle();
if (obstacle !== undefined) process.stdout.write(`not measured here: ${obstacle}\n`);
else {
  // The data stay in memory: other programs that write to the disk would dominate the times.
  await using engine = await startEngine({ images: [IMAGE], diskBytes: 4 * 2 ** 30, timeoutMs: 120_000 });
  process.env.DOCKER_HOST = engine.endpoint;
  const started = await startContext(STARTED_TOGETHER, rounds(3));
  report('scale-start', figureRows(started), { rounds: rounds(3), containers: STARTED_TOGETHER });
  all.unshift(...(await measureWatchers(engine.endpoint, IMAGE, SIZES, '')));
}

report(
  'scale',
  all.map(({ contender, rssMb, cpuPercent }) => ({ contender, 'RSS MB': rssMb, 'idle CPU %': cpuPercent })),
  { 'at most, with 1000 on Docker': '250 MB and 3 %' },
);
report(
  'scale-known',
  all.map(({ contender, knownMs, relistMs, allMs }) => ({
    contender,
    'end to known p95 ms': knownMs.p95,
    'p50 ms': knownMs.p50,
    ...(relistMs === undefined ? {} : { 'missed end, to known ms': relistMs }),
    ...(allMs === undefined ? {} : { 'all looked at again ms': allMs }),
  })),
  { 'at most, with 1000 on Docker': '1000 ms to known, 1000 ms for a missed end' },
);
