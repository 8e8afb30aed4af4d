import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { engineSocket } from '../harness/engine-socket.ts';
import { RUN, removeOwn } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { report } from '../harness/report.ts';
import { isSmoke } from '../harness/rounds.ts';
import { percentile } from '../harness/statistics.ts';
import type { Reading } from './reading.ts';
import { trendOf } from './trend.ts';

/**
 * A service that makes and ends a container each second, for `--minutes=20`: what it holds must stay the same, and nothing may
 * be left. Ends with 1 if something grows or is left.
 */
const [, minutes = '20'] =
  /^--minutes=([\d.]+)$/.exec(process.argv.find((arg) => arg.startsWith('--minutes=')) ?? '') ?? [];
const LAST_MS = isSmoke() ? 2_000 : Number(minutes) * 60_000;
const EACH_MS = isSmoke() ? 300 : 1_000;
const READ_MS = isSmoke() ? 500 : 5_000;
/** During these lives V8 compiles, and buffers that keep the last thousand items, such as events, fill up. */
const WARM_UP_LIVES = isSmoke() ? 3 : 300;
const WARM_UP_AT_ONCE = 4;

/** The most that each value may grow with a life. The limits allow for the noise of a run of a few minutes. */
const AT_MOST = {
  heapBytes: 512,
  handles: 0.01,
  sockets: 0.01,
  files: 0.01,
  processes: 0.01,
  containers: 0.01,
};

type Held = Reading & { readonly processes: number; readonly containers: number };

const engine = new RawEngine();
const token = randomUUID();
const service = fork(fileURLToPath(new URL('./service.ts', import.meta.url)), {
  env: {
    ...process.env,
    DOCKER_HOST: `unix://${engineSocket()}`,
    DOCKTOPUS_BENCH_RUN: RUN,
    SOAK_TOKEN: token,
  },
});
const failures: string[] = [];
try {
  const [port] = (await once(service, 'message')) as [number];
  let warmed = 0;
  const warmUp = async () => {
    while (warmed < WARM_UP_LIVES) await live(port, warmed++);
  };
  await Promise.all(Array.from({ length: WARM_UP_AT_ONCE }, warmUp));
  const lateMs: number[] = [];
  const readings: Held[] = [];
  const begun = performance.now();
  const lives: Promise<void>[] = [];
  const reading = (async () => {
    while (performance.now() - begun < LAST_MS) {
      await pause(READ_MS);
      readings.push(await read(service));
    }
  })();
  // An open loop: a life that takes long does not keep the next one waiting.
  for (let number = 0; performance.now() - begun < LAST_MS; number += 1) {
    lives.push(live(port, number).then((ms) => void lateMs.push(ms)));
    await pause(Math.max(0, begun + (number + 1) * EACH_MS - performance.now()));
  }
  await Promise.all(lives);
  await reading;
  service.send('stop');
  const [code] = (await once(service, 'exit')) as [number | null];
  if (code !== 0) failures.push(`the service ended with ${code}`);
  const left = await leftovers();
  if (left.length > 0) failures.push(`left behind: ${left.join(', ')}`);
  const rows = (Object.keys(AT_MOST) as (keyof typeof AT_MOST)[]).map((what) => {
    const { slope, doubt } = trendOf(readings.map((held) => [held.lives, held[what]]));
    // Values go up and down by chance: only a slope that is above its limit with certainty counts.
    const grows = slope - 2 * doubt > AT_MOST[what];
    if (grows) failures.push(`${what} grow by ${slope.toPrecision(3)} a life`);
    return {
      what,
      'more with each life': slope,
      '±': doubt,
      'at most': AT_MOST[what],
      'at first': readings.at(0)?.[what] ?? Number.NaN,
      'in the end': readings.at(-1)?.[what] ?? Number.NaN,
    };
  });
  report('soak', rows, {
    minutes: LAST_MS / 60_000,
    lives: lives.length,
    'a life, p50 ms': Math.round(percentile(lateMs, 50)),
    'p99 ms': Math.round(percentile(lateMs, 99)),
    'RSS MB': `${megabytes(readings.at(0)?.rssBytes)} to ${megabytes(readings.at(-1)?.rssBytes)}`,
    'left behind': left.length,
  });
} finally {
  service.kill('SIGKILL');
  await removeOwn();
  engine.close();
}
for (const failure of isSmoke() ? [] : failures) process.stdout.write(`FAILED ${failure}\n`);
process.exitCode = failures.length > 0 && !isSmoke() ? 1 : 0;

/** How long a life took, in milliseconds; one that fails is a failure of the whole. */
async function live(port: number, number: number): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/lives`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ number }),
  });
  const text = await answer.text();
  if (answer.status !== 200) failures.push(`life ${number}: ${answer.status} ${text}`);
  return performance.now() - begun;
}

async function read(child: ChildProcess): Promise<Held> {
  const answered = once(child, 'message') as Promise<[Reading]>;
  child.send('read');
  const [reading] = await answered;
  return { ...reading, processes: childrenOf(child.pid ?? 0), containers: (await containers()).length };
}

function childrenOf(parent: number): number {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === parent).length;
}

/** It may have ended by now. */
function parentOf(pid: string): number | undefined {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

async function containers(): Promise<readonly { readonly Names: readonly string[] }[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`docktopus.bench=${RUN}`] }));
  return engine.json('GET', `/containers/json?all=true&filters=${filters}`);
}

/** Containers, networks and volumes of the service, once it has ended. */
async function leftovers(): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.docktopus.blueprint=${RUN}`] }));
  const networks = await engine.json<readonly { Name: string }[]>('GET', `/networks?filters=${filters}`);
  const { Volumes } = await engine.json<{ Volumes: readonly { Name: string }[] | null }>(
    'GET',
    `/volumes?filters=${filters}`,
  );
  return [
    ...(await containers()).flatMap(({ Names }) => Names),
    ...[...networks, ...(Volumes ?? [])].map(({ Name }) => Name),
  ];
}

function megabytes(bytes = Number.NaN): string {
  return (bytes / 1e6).toFixed(0);
}
