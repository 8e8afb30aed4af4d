import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Contender, compare, type Figures } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import type { Row } from '../harness/table.ts';
import { noRoom, type Output, spoken } from './spoken.ts';
import { type Ask, DOCKERODE, type Taken, waysToRead } from './ways.ts';

/** The whole output of a container that has ended, read in each way. */
interface Measured extends Output {
  readonly name: string;
  /** How many lines dockerode reads: it needs a second for each megabyte of short ones. */
  readonly forDockerode: number;
  readonly rounds: number;
  readonly warmup: number;
}

const measured: readonly Measured[] = [
  {
    name: 'logs',
    lineBytes: 100,
    lines: isSmoke() ? 30_000 : 250_000,
    forDockerode: isSmoke() ? 3_000 : 20_000,
    rounds: rounds(30),
    warmup: 1,
  },
  // Of longer lines, which the engine gives ten times as fast: what counts here is that memory does not grow.
  {
    name: 'logs-gigabyte',
    lineBytes: 1_000,
    lines: isSmoke() ? 3_000 : 1_000_000,
    forDockerode: isSmoke() ? 3_000 : 100_000,
    rounds: rounds(2),
    warmup: 0,
  },
];

const raw = new RawEngine();
const obstacle = await noRoom(raw, measured);
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
  for (const output of measured) await measure(output);
} finally {
  await removeOwn();
  raw.close();
}

async function measure(output: Measured): Promise<void> {
  const { name, lines, lineBytes, forDockerode } = output;
  const id = await spoken(raw, output);
  const readers = [...waysToRead.keys()].map((way) =>
    way === DOCKERODE && forDockerode < lines
      ? reader(way, id, forDockerode * lineBytes, forDockerode)
      : reader(way, id, lines * lineBytes),
  );
  const figures = await compare(readers, output);
  const rows = figures.map((each, index) => rowOf(each, readers[index] as Reader));
  report(name, rows, { rounds: output.rounds, 'line bytes': lineBytes, ...dockerCli.notes });
}

function rowOf({ name, rounds: count, medianMs, toFloor }: Figures, { taken, megabytes }: Reader): Row {
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
}

function reader(way: string, id: string, bytes: number, tail?: number): Reader {
  const taken: Taken[] = [];
  const megabytes = bytes / 1e6;
  const round = async () => {
    const figures = await read({ way, id, tail });
    if (figures.bytes < bytes) throw new Error(`${way} lost output: ${figures.bytes} of ${bytes} bytes`);
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
