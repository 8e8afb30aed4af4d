import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Engine } from '../engine/index.ts';
import { processStart } from './process-start.mjs';
import { currentSession } from './session.ts';
import { watchSession } from './session-watch.ts';
import { startWatcher, type Watcher } from './watcher.ts';

/** Processes take their time on a machine that is busy. */
const PATIENCE = { timeout: 15_000 };
vi.setConfig({ testTimeout: 20_000 });

/** Nothing listens there: these watchers are closed before they would ask. */
const options = { session: currentSession(), engine: { socketPath: '/nowhere.sock' } };

test('a watcher ends when it is closed, however often', async () => {
  const watcher = await startWatcher(options);
  const { pid } = watcher;
  expect(processStart(pid)).toBeDefined();
  await Promise.all([watcher.close(), watcher.close()]);
  expect(processStart(pid)).toBeUndefined();
});

test('a watcher that is killed is replaced', async () => {
  const watcher = await startWatcher(options);
  const { pid } = watcher;
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(watcher.pid).not.toBe(pid), PATIENCE);
  expect(processStart(watcher.pid)).toBeDefined();
  const second = watcher.pid;
  await watcher.close();
  expect(processStart(second)).toBeUndefined();
});

test('a watcher runs in a separate process group, without our environment, and is small', async () => {
  const watcher = await startWatcher(options);
  const of = (file: string) => readFileSync(`/proc/${watcher.pid}/${file}`, 'utf8');
  const group = () =>
    of('stat')
      .slice(of('stat').lastIndexOf(')') + 2)
      .split(' ')[2];
  expect(of('cmdline')).toContain('watcher-main.mjs');
  expect(group()).toBe(String(watcher.pid));
  expect(of('environ')).toBe('');
  const size = (what: string) => {
    const found = [...of('smaps_rollup').matchAll(new RegExp(`^${what}:\\s+(\\d+)`, 'gm'))];
    return found.reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / 1024;
  };
  console.info(
    `watcher: ${size('Rss').toFixed(1)} MB, ${size('Private_[A-Za-z]+').toFixed(1)} MB of them its own`,
  );
  expect(size('Private_[A-Za-z]+')).toBeLessThan(16);
  await watcher.close();
});

test('a watcher gets the variables that node needs to find its libraries, and no others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-node-'));
  const { execPath } = process;
  // As a node that is linked against libraries in a folder of its own.
  writeFileSync(
    join(folder, 'node'),
    `#!/bin/sh\n[ "$LD_LIBRARY_PATH" = ${folder} ] || exit 127\nexec '${execPath}' "$@"\n`,
    { mode: 0o755 },
  );
  process.execPath = join(folder, 'node');
  try {
    await expect(startWatcher(options)).rejects.toThrow('it ended with exit code 127');
    process.env.LD_LIBRARY_PATH = folder;
    process.env.SECRET_OF_THE_TEST = 'hidden';
    const watcher = await startWatcher(options);
    const environ = readFileSync(`/proc/${watcher.pid}/environ`, 'utf8');
    expect(environ.split('\0').filter((entry) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(entry))).toEqual([
      `LD_LIBRARY_PATH=${folder}`,
      '',
    ]);
    await watcher.close();
  } finally {
    process.execPath = execPath;
    delete process.env.LD_LIBRARY_PATH;
    delete process.env.SECRET_OF_THE_TEST;
    rmSync(folder, { recursive: true });
  }
});

test('contexts of one connection share a watcher, which goes with the last, unless something is left', async () => {
  const engine = {} as Engine;
  let closed = 0;
  let started = 0;
  const start = async (): Promise<Watcher> => {
    started += 1;
    const close = async () => {
      closed += 1;
    };
    return { pid: 1, close };
  };
  const [one, two] = await Promise.all([watchSession(engine, start), watchSession(engine, start)]);
  await one.release(true);
  expect([started, closed]).toEqual([1, 0]);
  await two.release(true);
  expect([started, closed]).toEqual([1, 1]);

  const third = await watchSession(engine, start);
  await third.release(false);
  expect([started, closed]).toEqual([2, 1]);
  const fourth = await watchSession(engine, start);
  await fourth.release(true);
  expect([started, closed]).toEqual([2, 1]);
});

test('a watcher that cannot be started is tried again for the next context', async () => {
  const engine = {} as Engine;
  await expect(watchSession(engine, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const watch = await watchSession(engine, async () => ({ pid: 1, close: async () => {} }));
  await watch.release(true);
});
