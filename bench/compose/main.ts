import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeProject } from '@docktopus/compose';
import { connectDocker } from '@docktopus/core';
import { type Contender, compare } from '../harness/compare.ts';
import { composeCli } from '../harness/compose-cli.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { figureRows } from '../harness/figure-rows.ts';
import { RUN } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';

/** `up` of five services that depend on each other, and of the same ones again. Going down is not counted. */
const command = `["sh", "-c", "trap exit TERM; while :; do sleep 60 & wait $$!; done"]`;
const FILE = `
services:
  web: { image: "${IMAGE}", command: ${command}, depends_on: [api, cache] }
  api: { image: "${IMAGE}", command: ${command}, depends_on: [db, queue] }
  db: { image: "${IMAGE}", command: ${command}, volumes: [data:/data] }
  queue: { image: "${IMAGE}", command: ${command} }
  cache: { image: "${IMAGE}", command: ${command} }
volumes: { data: }
`;

const folder = mkdtempSync(join(tmpdir(), 'docktopus-bench-'));
writeFileSync(join(folder, 'compose.yaml'), FILE);
const docker = await connectDocker({ endpoint: `unix://${engineSocket()}` });
// Names of projects are small.
const name = RUN.toLowerCase();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** Reads the file each time, as Docker Compose does. */
const project = () => composeProject(docker, join(folder, 'compose.yaml'), { projectName: name });
const ours = { up: async () => (await project()).up(), down: async () => (await project()).down() };
const theirs = {
  up: () => composeCli.run(folder, '-p', name, 'up', '-d'),
  down: () => composeCli.run(folder, '-p', name, 'down'),
};

const fresh = ({ up, down }: typeof ours | typeof theirs) => ({
  round: async () => {
    const ms = await timed(up);
    await down();
    return ms;
  },
});

const contenders = (
  of: (side: typeof ours | typeof theirs) => Omit<Contender, 'name'>,
): readonly Contender[] => [...composeCli.contenders(of(theirs)), { name: 'docktopus', ...of(ours) }];

try {
  const first = await compare(contenders(fresh), { rounds: rounds(10), warmup: 1 });
  report('compose-up', figureRows(first), { rounds: first[0]?.rounds, ...composeCli.notes });
  await ours.up();
  const again = await compare(
    contenders(({ up }) => ({ round: () => timed(up) })),
    { rounds: rounds(30) },
  );
  report('compose-again', figureRows(again), { rounds: again[0]?.rounds, ...composeCli.notes });
} finally {
  await (await project()).down({ volumes: true });
  await docker.close();
  rmSync(folder, { recursive: true });
}
