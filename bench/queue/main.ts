import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverObstacle } from '../../scripts/servers/ensure-servers.mjs';
import { startPostgres } from '../../scripts/servers/postgres.mjs';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import { diskSyncs } from './disk-syncs.ts';
import { oursOnBull, oursOnSqlite } from './ours.ts';
import { AS_OURS, bullOnPostgres, bullOnRedis, graphileWorker, pgBoss } from './peers.ts';
import { CONCURRENCY, type MakeContender } from './queue-contender.ts';

/** From before a job is handed in to when it has run: 10,000 at once, and 64 callers each of whom waits for its own. */
const BURST = isSmoke() ? 200 : 10_000;
/** Every queue gets the same time. With a fixed number of jobs, the fastest would run so few transactions that its slowest is its p99. */
const LOOP_MS = isSmoke() ? 100 : 4000;
/** A service runs for months, so the first second, in which V8 compiles, is not measured. */
const WARM_UP_MS = isSmoke() ? 50 : 1000;

interface Measured {
  readonly name: string;
  readonly bursts: number[];
  readonly loops: number[];
  readonly accepts: number[];
}

const obstacle = serverObstacle('redis-server') ?? serverObstacle('postgres');
if (obstacle !== undefined) console.log(`not measured here: ${obstacle}`);
else await measureAll();

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-queue-'));
  // On the disk, as SQLite is.
  await using everysec = await startRedis();
  await using always = await startRedis({ appendfsync: 'always' });
  await using postgres = await startPostgres({ folder: tmpdir() });
  const contenders: readonly MakeContender[] = [
    bullOnRedis('BullMQ, Redis everysec', everysec.port),
    oursOnSqlite(join(folder, 'jobs.db')),
    oursOnBull('docktopus, BullMQ on Redis everysec', everysec.url),
    bullOnRedis('… with priorities and ages, as ours', everysec.port, AS_OURS),
    bullOnRedis('BullMQ, Redis always', always.port),
  ];
  /** They take minutes for a round: measured once, and on one Node. */
  const onPostgres = hasNodeSqlite()
    ? []
    : [bullOnPostgres(postgres.url), pgBoss(postgres.url), graphileWorker(postgres.url)];
  const all = new Map<MakeContender, Measured>();
  const syncs: number[] = [];
  // By turns, so that what the machine does meanwhile hits all of them.
  for (let round = 0; round < rounds(3); round += 1) {
    syncs.push(...diskSyncs(folder));
    for (const make of round === 0 ? [...contenders, ...onPostgres] : contenders)
      all.set(make, await measure(make, all.get(make)));
  }
  rmSync(folder, { recursive: true });
  const [floor] = all.values();
  const rows = [...all.values()].map(({ name, bursts, loops, accepts }) => ({
    contender: name,
    'burst, jobs/s': Math.round(median(bursts)),
    'closed loop, jobs/s': Math.round(median(loops)),
    'accept p50 ms': percentile(accepts, 50),
    'accept p99 ms': percentile(accepts, 99),
    'burst, to the floor': median(bursts.map((rate, round) => rate / (floor?.bursts[round] ?? Number.NaN))),
    'loop, to the floor': median(loops.map((rate, round) => rate / (floor?.loops[round] ?? Number.NaN))),
  }));
  report(hasNodeSqlite() ? 'queue-node-sqlite' : 'queue', rows, {
    burst: BURST,
    'closed loop': `${LOOP_MS / 1000} s by ${CONCURRENCY} callers`,
    'warm-up': `${WARM_UP_MS / 1000} s`,
    'a sync of the disk': `${percentile(syncs, 50).toFixed(2)} ms, ${percentile(syncs, 99).toFixed(1)} at p99`,
    rounds: onPostgres.length > 0 ? `${rounds(3)}, and one on PostgreSQL` : rounds(3),
  });
}

/** SQLite is Node's own where there is one, and that of `libsql` elsewhere. */
function hasNodeSqlite(): boolean {
  return process.getBuiltinModule?.('node:sqlite') !== undefined;
}

async function measure(make: MakeContender, before: Measured | undefined): Promise<Measured> {
  let ran = 0;
  // Not a Set, whose old tables outlive the quick garbage collections with all they ever held.
  let waiting: (() => void)[] = [];
  const contender = await make(() => {
    ran += 1;
    const looks = waiting;
    waiting = [];
    for (const look of looks) look();
  });
  const allRan = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (ran < count) waiting.push(look);
        else resolve();
      };
      look();
    });
  await contender.accept();
  await allRan(1);
  const burst = async () => {
    const [begun, before] = [performance.now(), ran];
    await Promise.all(Array.from({ length: BURST }, () => contender.accept()));
    await allRan(before + BURST);
    return (BURST * 1000) / (performance.now() - begun);
  };
  const accepts: number[] = [];
  // The next one is handed in when one has run, whichever it was: so many are always under way.
  const loop = async (ms: number) => {
    const [begun, before] = [performance.now(), ran];
    let given = 0;
    const caller = async () => {
      while (performance.now() - begun < ms) {
        given += 1;
        const at = performance.now();
        const turn = ran;
        await contender.accept();
        accepts.push(performance.now() - at);
        await allRan(turn + 1);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, caller));
    await allRan(before + given);
    return (given * 1000) / (performance.now() - begun);
  };
  await loop(WARM_UP_MS);
  accepts.length = 0;
  const [burstRate, loopRate] = [await burst(), await loop(LOOP_MS)];
  await contender.close();
  return {
    name: contender.name,
    bursts: [...(before?.bursts ?? []), burstRate],
    loops: [...(before?.loops ?? []), loopRate],
    accepts: [...(before?.accepts ?? []), ...accepts],
  };
}
