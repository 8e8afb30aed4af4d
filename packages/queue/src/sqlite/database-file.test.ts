import { copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sqliteQueue } from '../index.ts';
import { DatabaseFile } from './database-file.ts';

let root = '';
let path = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'docktopus-file-'));
  path = join(root, 'jobs.db');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const told: string[] = [];
const logger = {
  ...silentLogger,
  error: (message: string) => void told.push(message),
  info: (message: string) => void told.push(message),
};
beforeEach(() => void told.splice(0));

describe('the file of an open database', () => {
  beforeEach(() => {
    writeFileSync(path, Buffer.alloc(8192));
    writeFileSync(`${path}-wal`, '');
  });

  it.each<[what: string, act: () => void, says: string]>([
    ['removed', () => rmSync(path), 'jobs.db was removed or renamed, or its folder was'],
    ['renamed', () => renameSync(path, `${path}.old`), 'jobs.db was removed or renamed'],
    ['replaced', () => replace(path), 'jobs.db was replaced by another file'],
    ['emptied', () => truncateSync(path), 'jobs.db was emptied or overwritten'],
    ['overwritten', () => writeFileSync(path, 'notes'), 'jobs.db was emptied or overwritten'],
    ['without its folder', () => rmSync(root, { recursive: true }), 'or its folder was'],
    ['without its log', () => rmSync(`${path}-wal`), 'jobs.db-wal was removed or renamed'],
    ['with another log', () => replace(`${path}-wal`), 'jobs.db-wal was replaced by another file'],
  ])('that is %s keeps nothing that is accepted from then on', (_, act, says) => {
    const file = new DatabaseFile(path, logger);
    file.look();
    file.check();
    act();
    file.look();
    expect(() => file.check()).toThrow(expect.objectContaining({ code: 'queue.unavailable' }));
    expect(() => file.check()).toThrow('what it accepts now would be lost with this process: ');
    expect(() => file.check()).toThrow(says);
    file.look();
    expect(told).toEqual(['new durable jobs are refused: their file is lost']);
  });

  it('that is put back is the same file, and its log may come later', () => {
    rmSync(`${path}-wal`);
    const file = new DatabaseFile(path, logger);
    writeFileSync(`${path}-wal`, '');
    file.look();
    renameSync(path, `${path}.old`);
    file.look();
    renameSync(`${path}.old`, path);
    file.look();
    file.check();
    expect(told.at(-1)).toBe('durable jobs are accepted again: their file is back');
  });
});

it('while its file is away, a queue takes no job, cancels none and fires none; what it took before runs', async () => {
  let finish: (() => void) | undefined;
  const held = () =>
    new Promise<void>((resolve) => {
      finish = resolve;
    });
  const router = Router.create().route('work', held, { durable: true, concurrency: 1 });
  const store = sqliteQueue({ path, allowVolatile: true });
  const runner = BlueprintRunner.for().router(router).queue(store).options({ logger });
  await runner.start();
  const first = await runner.submit('work');
  const second = await runner.submit('work');
  await vi.waitFor(() => expect(finish).toBeDefined());
  renameSync(path, `${path}.old`);
  const lost = { code: 'queue.unavailable', message: expect.stringContaining('was removed or renamed') };
  // A look at the file holds for a moment.
  await vi.waitFor(() => expect(runner.submit('work', 1, { id: 'late' })).rejects.toMatchObject(lost));
  await expect(runner.queue.cancel(second.id)).rejects.toMatchObject(lost);
  await expect(runner.queue.pause()).rejects.toMatchObject(lost);
  await expect(store.fire('hourly', 1000, undefined)).rejects.toMatchObject(lost);
  finish?.();
  expect(await runner.queue.ended(first.id)).toMatchObject({ state: 'done' });
  renameSync(`${path}.old`, path);
  await vi.waitFor(() => runner.submit('work', 1, { id: 'again' }));
  expect(told.filter((line) => line.includes('their file'))).toEqual([
    'new durable jobs are refused: their file is lost',
    'durable jobs are accepted again: their file is back',
  ]);
  finish?.();
  await runner.stop({ graceMs: 0 });
});

it('a clean stop without the log of the file writes all that was accepted into the file', async () => {
  const start = async () => {
    const router = Router.create().route('work', () => 1, { durable: true });
    const runner = BlueprintRunner.for()
      .router(router)
      .queue(sqliteQueue({ path, allowVolatile: true }), { work: false })
      .options({ logger });
    await runner.start();
    return runner;
  };
  const first = await start();
  const { id } = await first.submit('work');
  rmSync(`${path}-wal`);
  await first.stop();
  const second = await start();
  expect(await second.queue.get(id)).toMatchObject({ state: 'queued' });
  await second.stop();
});

function replace(one: string): void {
  copyFileSync(one, `${one}.copy`);
  renameSync(`${one}.copy`, one);
}
