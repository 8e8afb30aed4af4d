import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Contender, compare } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import { LINE_BYTES, noRoom, spoken } from './spoken.ts';
import { type Ask, DOCKERODE, type Taken, waysToRead } from './ways.ts';

/** The whole output of a container that has ended, a gigabyte of short lines, read in each way. */
const LINES = isSmoke() ? 30_000 : 10_000_000;
/** It needs a second for each megabyte of short lines. */
const LINES_FOR_DOCKERODE = isSmoke() ? 3_000 : 100_000;

const raw = new RawEngine();
const obstacle = await noRoom(raw, LINES);
if (obstacle !== undefined) {
  process.stdout.write(`logs: not measured here: ${obstacle}\n`);
  process.exit(0);
}

/** A way to read, and what each of its rounds took. */
interface Reader extends Contender {
  readonly megabytes: number;
  readonly taken: Taken[];
}

try {
  const id = await spoken(raw, LINES);
  const readers = [...waysToRead.keys()].map((way) =>
    way === DOCKERODE ? reader(way, id, LINES_FOR_DOCKERODE, LINES_FOR_DOCKERODE) : reader(way, id, LINES),
  );
  const figures = await compare(readers, { rounds: rounds(5), warmup: 1 });
  const rows = figures.map(({ name, rounds: count, medianMs, toFloor }, index) => {
    const { taken = [], megabytes = Number.NaN } = readers[index] ?? {};
    const of = (figure: (each: Taken) => number) => taken.slice(-count).map(figure);
    return {
      reader: name,
      MB: megabytes,
      'MB/s': 1_000 / medianMs,
      'slowest MB/s':
        1_000 /
        percentile(
          of(({ ms }) => ms / megabytes),
          99,
        ),
      'CPU ms a MB': median(of(({ cpuMs }) => cpuMs)) / megabytes,
      'peak RSS MB': Math.max(...of(({ peakMemory }) => peakMemory)) / 1e6,
      'above idle MB': Math.max(...of(({ peakMemory, idleMemory }) => peakMemory - idleMemory)) / 1e6,
      'to the floor': toFloor,
    };
  });
  report('logs', rows, { rounds: figures[0]?.rounds, 'line bytes': LINE_BYTES, ...dockerCli.notes });
} finally {
  await removeOwn();
  raw.close();
}

function reader(way: string, id: string, lines: number, tail?: number): Reader {
  const taken: Taken[] = [];
  const megabytes = (lines * LINE_BYTES) / 1e6;
  const round = async () => {
    const figures = await read({ way, id, tail });
    if (figures.bytes < megabytes * 1e6)
      throw new Error(`${way} lost output: ${figures.bytes} of ${lines} lines`);
    taken.push(figures);
    return figures.ms / megabytes;
  };
  return { name: way, megabytes, taken, round };
}

async function read(ask: Ask): Promise<Taken> {
  const child = fork(new URL('./read-program.ts', import.meta.url));
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${ask.way} ended with ${String(code)}`);
  });
  await Promise.race([once(child, 'message'), failed]);
  child.send(ask);
  const [taken] = (await Promise.race([once(child, 'message'), failed])) as [Taken];
  failed.catch(() => undefined);
  return taken;
}
