import 'reflect-metadata';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connectDocker } from '@docktopus/core';
import { type Contender, compare } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { engineSocket } from '../harness/engine-socket.ts';
import { removeOwn } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import { clock } from './first-answer.ts';
import { type Observer, observer } from './observer.ts';
import { type Way, ways } from './ways.ts';

process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

/** Start → ready → stop of an HTTP server in a container, and how late it is known to be ready. */
const SERVERS: Readonly<Record<string, string>> = {
  readiness: 'exec httpd -f -p 80',
  // As most servers, which have something to do first.
  'readiness-slow-server': 'sleep 0.7; exec httpd -f -p 80',
};

/** What one way took besides the time until it was ready, in milliseconds, a figure for each round. */
interface Taken {
  readonly late: number[];
  readonly stop: number[];
}

const docker = await connectDocker({ endpoint: `unix://${engineSocket()}` });
const raw = new RawEngine();
const outside = await observer();
try {
  const servers = Object.entries(SERVERS).slice(0, isSmoke() ? 1 : undefined);
  for (const [name, command] of servers) await measure(name, command);
} finally {
  outside.close();
  raw.close();
  await removeOwn();
  await docker.close();
}

async function measure(name: string, command: string): Promise<void> {
  const all = ways(raw, docker).map((way) => contender(way, command, outside));
  const figures = await compare(
    all.map(({ contender }) => contender),
    { rounds: rounds(30) },
  );
  const rows = figures.map(({ name: way, rounds: count, medianMs, p99Ms, cpuMs, toFloor }, index) => {
    const { late = [], stop = [] } = all[index]?.taken ?? {};
    return {
      contender: way,
      'ready median ms': medianMs,
      'ready p99 ms': p99Ms,
      'to the floor': toFloor,
      'late median ms': median(late.slice(-count)),
      'late p99 ms': percentile(late.slice(-count), 99),
      'stop median ms': median(stop.slice(-count)),
      'own CPU ms': cpuMs,
    };
  });
  report(name, rows, { rounds: figures[0]?.rounds, server: command, ...dockerCli.notes });
}

function contender(
  { name, start }: Way,
  command: string,
  { watch }: Observer,
): { readonly contender: Contender; readonly taken: Taken } {
  const taken: Taken = { late: [], stop: [] };
  const round = async () => {
    const port = await freePort();
    const answered = watch(port);
    const began = clock();
    const stop = await start(command, port);
    const readyAt = clock();
    taken.late.push(readyAt - (await answered));
    const stopping = clock();
    await stop();
    taken.stop.push(clock() - stopping);
    return readyAt - began;
  };
  return { contender: { name, round }, taken };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
