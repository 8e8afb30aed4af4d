import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildPackage } from '../harness/build-package.ts';
import { type Contender, compare, type Figures } from '../harness/compare.ts';
import { engineSocket } from '../harness/engine-socket.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';
import { median } from '../harness/statistics.ts';

/**
 * From the start of node to the imports, and to an engine that has answered: time and memory, on built packages. The
 * floor of the second is a ping with `node:http` after the imports that cannot be avoided.
 */
buildPackage('core');
const here = fileURLToPath(new URL('.', import.meta.url));
const print = 'process.stdout.write(String(process.memoryUsage().rss));';
const endpoint = `unix://${engineSocket()}`;

/** A separate program for each round; what it prints is its memory. */
function program(name: string, code: string): Contender & { readonly memory: number[] } {
  const memory: number[] = [];
  return {
    name,
    memory,
    round: async () => {
      const before = performance.now();
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', `${code};${print}`], {
        cwd: here,
      });
      const ms = performance.now() - before;
      memory.push(Number(printed));
      return ms;
    },
  };
}

const imports = [
  program('node alone', ''),
  program(
    'rxjs + tsyringe + reflect-metadata',
    "import 'reflect-metadata'; import 'rxjs'; import 'tsyringe'",
  ),
  program('@docktopus/core', "import 'reflect-metadata'; import '@docktopus/core'"),
  program('dockerode', "import 'dockerode'"),
];
const pinged = [
  program(
    'rxjs + tsyringe + reflect-metadata, node:http pinged',
    `import 'reflect-metadata'; import 'rxjs'; import 'tsyringe'; ${pingRaw()}`,
  ),
  program('node:http, pinged', pingRaw()),
  program(
    '@docktopus/core, pinged',
    `import { connectDocker } from '@docktopus/core'; const d = await connectDocker({ endpoint: '${endpoint}' }); await d.close()`,
  ),
  program(
    'dockerode, pinged',
    `import D from 'dockerode'; await new D({ socketPath: '${engineSocket()}' }).ping()`,
  ),
];

for (const [name, programs] of Object.entries({ 'startup-imports': imports, 'startup-pinged': pinged })) {
  const figures = await compare(programs, { rounds: rounds(30), warmup: 1 });
  report(
    name,
    figures.map((row, index) => rowOf(row, programs[index]?.memory ?? [])),
    { rounds: figures[0]?.rounds },
  );
}

function rowOf({ name, medianMs, p99Ms, toFloor }: Figures, memory: readonly number[]) {
  return {
    program: name,
    'median ms': medianMs,
    'p99 ms': p99Ms,
    'to the floor': toFloor,
    'RSS MB': median(memory) / 1e6,
  };
}

function pingRaw(): string {
  return `import { get } from 'node:http'; await new Promise((done) => get({ socketPath: '${engineSocket()}', path: '/_ping' }, (r) => r.resume().on('end', done)))`;
}
