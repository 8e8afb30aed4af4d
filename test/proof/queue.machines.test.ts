import { connectDocker } from '@docktopus/core';
import { privateEngineObstacle, startEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { startRedis } from '../../scripts/servers/redis.mjs';
import { BlueprintProcess } from '../support/blueprint-process.ts';
import { busyboxImage, engineEndpoint } from '../support/engine.ts';

const JOBS = 60;
const PROGRAM = 'test/support/queue/machine-worker.ts';

test('two machines share jobs through one Redis; when one dies with its engine, the other finishes all and keeps no container', async ({
  skip,
}) => {
  const obstacle = privateEngineObstacle();
  if (obstacle !== undefined) skip(obstacle);
  await using redis = await startRedis({ appendfsync: 'always' });
  const images = { images: [busyboxImage()], imagesFrom: engineEndpoint() };
  await using first = await startEngine(images);
  await using second = await startEngine(images);
  const args = (host: string, endpoint: string) => [redis.url, host, endpoint, busyboxImage()];
  await using dying = new BlueprintProcess(PROGRAM, args('second', second.endpoint));
  await dying.says('ready');
  await using living = new BlueprintProcess(PROGRAM, [...args('first', first.endpoint), `${JOBS}`]);
  await living.says('kept');
  await Promise.all([dying.says('begun', 5), living.says('begun', 5)]);
  dying.signal('SIGKILL');
  await second.kill();
  await living.says('all ended');
  const [line = ''] = living.said('all ended');
  console.log(line);
  expect(living.said('not done')).toEqual([]);
  const [, onFirst = 0, onSecond = 0] = (/(\d+) on the first, (\d+) on the second/.exec(line) ?? []).map(
    Number,
  );
  expect(onFirst + onSecond).toBe(JOBS);
  expect(onSecond).toBeGreaterThan(0);
  await using docker = await connectDocker({ endpoint: first.endpoint });
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([]);
}, 300_000);
