import 'reflect-metadata';
import { type Contender, compare } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { figureRows } from '../harness/figure-rows.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { lifecycleContenders } from './contenders.ts';

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

/** Create → start → wait → remove of `true`, one after the other and sixteen at a time. */
const PARALLEL = isSmoke() ? 2 : 16;

const inParallel = (contender: Contender): Contender => ({
  ...contender,
  round: async () => {
    await Promise.all(Array.from({ length: PARALLEL }, () => contender.round()));
    return undefined;
  },
});

try {
  const sequential = await compare(await lifecycleContenders(), { rounds: rounds(30, 1) });
  report('lifecycle-sequential', figureRows(sequential), {
    rounds: sequential[0]?.rounds,
    ...dockerCli.notes,
  });
  const parallel = await compare((await lifecycleContenders()).map(inParallel), {
    // A round is sixteen of each, and all of them together take some minutes.
    rounds: rounds(6, 1),
    warmup: 1,
  });
  report('lifecycle-parallel', figureRows(parallel), {
    rounds: parallel[0]?.rounds,
    'containers a round': PARALLEL,
    ...dockerCli.notes,
  });
} finally {
  await removeOwn();
}
