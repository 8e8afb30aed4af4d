import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processStart } from './process-start.mjs';
import type { WatcherTask } from './watcher-main.mjs';

const PROGRAM = fileURLToPath(new URL('./watcher-main.mjs', import.meta.url));
const filters = encodeURIComponent(JSON.stringify({ label: ['a=b', 'c=d'] }));

/** Processes take their time on a machine that is busy. */
vi.setConfig({ testTimeout: 20_000 });

let folder: string;
let socketPath: string;
let server: Server;
let calls: string[];
let containers: string[];
let volumes: string[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watcher-'));
  socketPath = join(folder, 'engine.sock');
  calls = [];
  containers = ['c1', 'c2'];
  volumes = ['v1'];
  children = [];
  server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    if (request.url?.startsWith('/networks?')) return response.end('[]');
    if (request.url?.startsWith('/volumes?')) {
      return response.end(JSON.stringify({ Volumes: volumes.map((Name) => ({ Name })) }));
    }
    if (request.method === 'GET') return response.end(JSON.stringify(containers.map((Id) => ({ Id }))));
    containers = containers.filter((id) => !request.url?.includes(id));
    volumes = volumes.filter((name) => request.url !== `/volumes/${name}`);
    return response.writeHead(204).end();
  });
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  server.close();
  rmSync(folder, { recursive: true });
});

/** A process to be watched, and the watcher of it. */
async function setup(task: Partial<WatcherTask> = {}) {
  const parent = node('-e', 'process.stdin.resume()');
  await once(parent, 'spawn');
  const watcher = node(PROGRAM);
  const full: WatcherTask = {
    pid: parent.pid!,
    start: processStart(parent.pid!)!,
    label: 'a=b',
    sessionLifetimeLabel: 'c=d',
    engine: { socketPath },
    settleMs: 0,
    giveUpMs: 15_000,
    ...task,
  };
  watcher.stdin?.write(`${JSON.stringify(full)}\n`);
  return { parent, watcher, ended: once(watcher, 'exit') };
}

function node(...argv: string[]): ChildProcess {
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const listening = () => new Promise<void>((resolve) => server.listen(socketPath, resolve));

test('removes what carries the labels once its parent has died, and ends', async () => {
  await listening();
  const { parent, watcher, ended } = await setup();
  watcher.stdin?.end();
  await kill(parent);
  expect(await ended).toEqual([0, null]);
  expect(calls.slice(0, 3)).toEqual([
    `GET /containers/json?all=true&filters=${filters}`,
    'DELETE /containers/c1?force=true&v=true',
    'DELETE /containers/c2?force=true&v=true',
  ]);
  expect([containers, volumes]).toEqual([[], []]);
});

test('touches nothing while its parent is alive, even with the pipe closed', async () => {
  await listening();
  const { watcher, ended } = await setup({ giveUpMs: 300 });
  watcher.stdin?.end();
  expect(await ended).toEqual([0, null]);
  expect(calls).toEqual([]);
});

test('is not fooled by another process with the same pid', async () => {
  await listening();
  const { watcher, ended } = await setup({ start: '1' });
  watcher.stdin?.end();
  await ended;
  expect(containers).toEqual([]);
});

test('ends at once when its parent reports that nothing is left', async () => {
  await listening();
  const { parent, watcher, ended } = await setup();
  watcher.stdin?.end('done\n');
  await kill(parent);
  expect(await ended).toEqual([0, null]);
  expect(calls).toEqual([]);
});

test('waits for an engine that is away', async () => {
  const { parent, watcher, ended } = await setup();
  watcher.stdin?.end();
  await kill(parent);
  await listening();
  expect(await ended).toEqual([0, null]);
  expect(containers).toEqual([]);
});

test('gives up on an engine that stays away', async () => {
  const { parent, watcher, ended } = await setup({ giveUpMs: 300 });
  watcher.stdin?.end();
  await kill(parent);
  expect(await ended).toEqual([1, null]);
});

test('outlives the signals that stop its parent', async () => {
  await listening();
  const { parent, watcher, ended } = await setup();
  await once(watcher.stdout!, 'data');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) watcher.kill(signal);
  watcher.stdin?.end();
  await kill(parent);
  expect(await ended).toEqual([0, null]);
  expect(containers).toEqual([]);
});
