import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineRequest } from '../../scripts/setup/engine-request.mjs';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

const run = promisify(execFile);

const RAW = 'engine API with node:http';
const CYCLE = [RAW, 'docktopus', 'dockerode', 'testcontainers', 'docker CLI'];

/** Who is measured, in the first column of the tables or the second. */
export const CONTENDERS: Readonly<Record<string, readonly string[]>> = {
  command: ['node -e 0', 'docktopus --help', 'docktopus --version'],
  compose: ['docktopus'],
  dashboard: ['script after gzip', 'first paint', 'containers shown', 'server while', 'page while'],
  demux: ['bytes only', 'docktopus', 'dockerode'],
  dispatch: ['plain async function', 'runner.call', 'NestJS, request scope', 'BullMQ'],
  exec: [RAW, 'docktopus', 'dockerode', 'docker CLI'],
  family: [
    'adoption after a restart',
    'router',
    'httpxy alone',
    'paused: docktopus',
    'new: docktopus, use() with a pool',
  ],
  growth: [RAW, 'docktopus, a context'],
  lifecycle: CYCLE,
  load: [RAW, 'docktopus, SQLite', 'docktopus, in memory', 'BullMQ'],
  logs: [RAW, 'docktopus, container.logs()', 'docktopus, engine.containerLogs()', 'dockerode', 'docker CLI'],
  pool: ['lease, program to the process', 'lease, exec', 'create, start, program'],
  queue: [
    'BullMQ, Redis everysec',
    'docktopus, SQLite',
    'docktopus, BullMQ on Redis everysec',
    'pg-boss',
    'graphile-worker',
  ],
  readiness: [RAW, 'docktopus, ready.port', 'docktopus, ready.http', 'testcontainers', 'docker CLI'],
  scale: [RAW, 'docktopus, a context', 'dockerode', 'in memory'],
  soak: ['heapBytes', 'handles', 'sockets', 'files', 'processes', 'containers'],
  startup: ['node alone', 'rxjs + tsyringe + reflect-metadata', '@docktopus/core', 'dockerode', 'node:http'],
  status: ['status hub', 'raw events', 'one stream each', 'list each second', 'inspect each second'],
};

/** Those whose smoke takes longer than five seconds: `npm run proof` runs them. */
export const SLOW = [
  'compose',
  'dashboard',
  'lifecycle',
  'load',
  'logs',
  'queue',
  'readiness',
  'scale',
  'soak',
  'status',
];

/** It measures all of its contenders, leaves no container, and no results of a smoke. */
export async function expectSmoke(name: string): Promise<void> {
  const written = papers();
  const { stdout, left } = await smoke(name);
  const [, obstacle] = /not measured here: (.*)/.exec(stdout) ?? [];
  const [, missing] = /skipped: no (docker CLI|Redis)/.exec(stdout) ?? [];
  const peer = { 'docker CLI': 'docker CLI', Redis: 'BullMQ' }[missing ?? ''];
  const measured = tablesIn(stdout);
  for (const contender of obstacle === undefined ? (CONTENDERS[name] ?? []) : []) {
    if (contender !== peer) expect(measured).toContainEqual(expect.stringContaining(contender));
  }
  expect(left).toEqual([]);
  expect(papers()).toEqual(written);
  if (obstacle !== undefined) console.info(`${name}: ${obstacle}`);
  if (missing !== undefined) console.info(`${name}: without ${missing}`);
}

async function smoke(name: string): Promise<{ readonly stdout: string; readonly left: readonly string[] }> {
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env;
  const label = uniqueName('bench');
  const env = { ...inherited, ...runEnv, DOCKER_HOST: engineEndpoint(), DOCKTOPUS_BENCH_RUN: label };
  const { stdout } = await run(process.execPath, runArgs(`bench/${name}/main.ts`, ['--smoke']), { env });
  return { stdout, left: await containersOf(label) };
}

/** The rows of its tables, as they are. */
function tablesIn(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => /^\| .* \|$/.test(line));
}

/** By its label, or by the blueprint of that name. */
async function containersOf(label: string): Promise<readonly string[]> {
  const { text } = await engineRequest(engineEndpoint(), 'GET', '/containers/json?all=true');
  const all = JSON.parse(text) as { Names: string[]; Labels: Record<string, string> }[];
  return all.filter(({ Labels }) => Object.values(Labels).includes(label)).map(({ Names }) => Names.join());
}

/** What a measurement writes down. */
function papers(): readonly string[] {
  const results = readdirSync('bench/results').map((file) => `bench/results/${file}`);
  return [...results, 'bench/README.md'].map((file) => `${file}\n${readFileSync(file, 'utf8')}`);
}
