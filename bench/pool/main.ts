import 'reflect-metadata';
import { SandboxContext } from '../../examples/02-sandbox/sandbox-context.ts';
import { compare } from '../harness/compare.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { RUN } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';
import { poolContenders } from './contenders.ts';

/** What a warm pool is worth: a container that waits against one that is made, in the same run. */
await using ctx = await SandboxContext.connect({
  endpoint: `unix://${engineSocket()}`,
  config: { name: RUN, image: IMAGE, shutdownGraceMs: 0 },
  configSources: { args: false, env: false, envFile: false, file: false },
});
const sandboxes = ctx.pool('bench', ctx.sandbox().networks('none'), { min: 1, max: 3 });
await sandboxes.ready();
const figures = await compare(poolContenders(ctx, sandboxes), { rounds: rounds(30, 1) });
report(
  'pool',
  figures.map(({ name, medianMs, p99Ms, toFloor }) => ({
    contender: name,
    'first output p50 ms': medianMs,
    'p99 ms': p99Ms,
    'to the first': toFloor,
  })),
  { rounds: figures[0]?.rounds },
);
