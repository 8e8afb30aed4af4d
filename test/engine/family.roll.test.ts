import { own } from '@docktopus/core';
import { expect, test } from 'vitest';
import { busyboxImage, uniqueName } from '../support/engine.ts';
import { FamilyContext } from '../support/family/family-context.ts';

test('a roll replaces what has drifted and keeps the volumes; limits change while the container runs', async () => {
  await using bench = await FamilyContext.connect();
  const now = { plan: 'free', memory: '32m' as const as '32m' | '48m' };
  const family = bench.family({}, () =>
    bench
      .box()
      .volumes(own('data', '/data'))
      .env({ PLAN: now.plan })
      .limits({ memory: now.memory, pids: 32 }),
  );
  const box = await family.use('acme');
  await box.exec(['sh', '-c', 'echo kept > /data/note; dd if=/dev/zero of=/big bs=1M count=2 2>/dev/null']);
  expect(await family.stats('acme')).toMatchObject({
    pids: expect.toSatisfy((pids: number) => pids > 0),
    memoryLimitBytes: 32 << 20,
    diskBytes: expect.toSatisfy((bytes: number) => bytes >= 2 << 20),
  });
  expect(await family.outdated()).toEqual([]);

  now.memory = '48m';
  expect(await family.outdated()).toMatchObject([{ key: 'acme', inPlace: true, holds: 1 }]);
  expect(await family.roll()).toMatchObject([{ key: 'acme', outcome: 'updated' }]);
  expect(await family.outdated()).toEqual([]);
  expect(box.signal.aborted).toBe(false);
  expect((await box.inspect()).HostConfig.Memory).toBe(48 << 20);

  now.plan = 'pro';
  expect(await family.roll()).toMatchObject([{ key: 'acme', outcome: 'held' }]);
  box.release();
  expect(await family.roll()).toMatchObject([{ key: 'acme', outcome: 'replaced' }]);
  await using next = await family.use('acme');
  expect(next.generation).toBe(2);
  expect((await next.exec(['sh', '-c', 'cat /data/note; echo $PLAN'])).stdout).toBe('kept\npro\n');
  next.release();
  await family.remove('acme', { volumes: true });
});

test('an image that has moved on under its name is drift', async () => {
  await using bench = await FamilyContext.connect();
  const { docker } = bench.things;
  const name = uniqueName('moved');
  const tag = async (image: string) => {
    const query = { repo: name, tag: 'latest' };
    await docker.request({ method: 'POST', path: `/images/${image}/tag`, query }, { operation: 'test' });
  };
  await tag(encodeURIComponent(busyboxImage()));
  const family = bench.family({}, () => bench.box().image(`${name}:latest`));
  const box = await family.use('acme');
  expect(await family.outdated()).toEqual([]);
  const query = { container: box.id, repo: name, tag: 'latest', comment: 'another content' };
  await docker.request({ method: 'POST', path: '/commit', query }, { operation: 'test' });
  expect(await family.outdated()).toMatchObject([
    { key: 'acme', changes: [{ path: 'image', hidden: true }] },
  ]);
  box.release();
  expect(await family.roll()).toEqual([{ key: 'acme', outcome: 'replaced', error: undefined }]);
  expect(await family.outdated()).toEqual([]);
  await family.remove('acme');
  await docker.images.remove(`${name}:latest`);
});
