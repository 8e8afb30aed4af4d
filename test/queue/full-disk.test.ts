import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteQueue } from '@docktopus/queue';
import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
import { expect, test } from 'vitest';

test('a full disk refuses new jobs and says so, loses none that were accepted, and takes more once there is room', async ({
  skip,
}) => {
  using disk = smallDisk();
  if (disk === undefined) return skip('only root on Linux can mount a small disk');
  const ballast = join(disk.folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(2 * 2 ** 20));
  const path = join(disk.folder, 'jobs.db');
  const start = async (work: boolean) => {
    const runner = BlueprintRunner.for()
      .router(Router.create().route('work', ({ body }) => (body as string).length, { durable: true }))
      .queue(sqliteQueue({ path, allowVolatile: true }), { work })
      .options({ logger: silentLogger });
    await runner.start();
    return runner;
  };
  const first = await start(false);
  const kept: string[] = [];
  const fill = async () => {
    for (;;) kept.push((await first.submit('work', 'x'.repeat(50_000))).id);
  };
  await expect(fill()).rejects.toMatchObject({
    code: 'queue.full',
    message: expect.stringMatching(/full|space/i),
  });
  expect(kept.length).toBeGreaterThan(5);
  rmSync(ballast);
  kept.push((await first.submit('work', 'there is room again')).id);
  await first.stop();
  const second = await start(true);
  for (const id of kept) expect((await second.queue.ended(id))?.state).toBe('done');
  expect(await second.queue.counts()).toMatchObject({ done: kept.length, dead: 0, queued: 0 });
  await second.stop();
});

/** A disk of 4 MiB; `undefined` where none can be made. */
function smallDisk(): (Disposable & { readonly folder: string }) | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]).status === 0;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (!mounted) {
    remove();
    return undefined;
  }
  return {
    folder,
    [Symbol.dispose]() {
      spawnSync('umount', ['-l', folder]);
      remove();
    },
  };
}
