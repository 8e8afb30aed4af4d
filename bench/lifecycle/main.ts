import 'reflect-metadata';
import { type Contender, compare, type Figures } from '../harness/compare.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';
import { lifecycleContenders } from './contenders.ts';

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

/** 1: create → start → wait → remove of `true`, one after the other and sixteen at a time. */
const PARALLEL = 16;

const inParallel = (contender: Contender): Contender => ({
  ...contender,
  round: async () => {
    await Promise.all(Array.from({ length: PARALLEL }, () => contender.round()));
    return undefined;
  },
});

const rows = (figures: readonly Figures[]) =>
  figures.map(({ name, medianMs, p99Ms, cpuMs, toFloor }) => ({
    contender: name,
    'median ms': medianMs,
    'p99 ms': p99Ms,
    'own CPU ms': cpuMs,
    'to the floor': toFloor,
  }));

const sequential = await compare(await lifecycleContenders(), { rounds: rounds(30) });
report('lifecycle-sequential', rows(sequential), { rounds: sequential[0]?.rounds });

const parallel = await compare((await lifecycleContenders()).map(inParallel), {
  rounds: rounds(30, 1),
  warmup: 1,
});
report('lifecycle-parallel', rows(parallel), { rounds: parallel[0]?.rounds, 'containers a round': PARALLEL });
