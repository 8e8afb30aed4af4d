import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildAsPublished } from '../harness/build-package.ts';
import { compare } from '../harness/compare.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';

/** From the start of node to the end of a command that needs no engine, beside a node that does nothing. */
buildAsPublished('docktopus');
const binary = fileURLToPath(new URL('../../packages/cli/dist/bundle/index.js', import.meta.url));

const program = (name: string, args: readonly string[]) => ({
  name,
  round: async () => {
    execFileSync(process.execPath, args);
    return undefined;
  },
});

const figures = await compare(
  [
    program('node -e 0', ['-e', '0']),
    program('docktopus --help', [binary, '--help']),
    program('docktopus compose up --help', [binary, 'compose', 'up', '--help']),
    program('docktopus --version', [binary, '--version']),
  ],
  { rounds: rounds(40) },
);
report(
  'command',
  figures.map(({ name, medianMs, p99Ms, toFloor }) => ({
    program: name,
    'median ms': medianMs,
    'p99 ms': p99Ms,
    'to the floor': toFloor,
  })),
  { rounds: figures[0]?.rounds },
);
