import type { CreateContainerBody } from '@docktopus/core/engine';
import { StatusHub } from '@docktopus/core/kit';
import { privateEngineObstacle, startEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { busyboxImage, engineEndpoint } from '../support/engine.ts';
import { StatusBoxes } from '../support/status-boxes.ts';

const obstacle = privateEngineObstacle();

async function setup() {
  const engine = await startEngine({
    images: [busyboxImage()],
    imagesFrom: engineEndpoint(),
    timeoutMs: 120_000,
  });
  const boxes = await StatusBoxes.connect(engine.endpoint);
  return {
    engine,
    boxes,
    async [Symbol.asyncDispose]() {
      for (const { subscription } of boxes.watched) subscription.unsubscribe();
      await boxes.docker.close();
      await boxes.direct.close();
      await engine.stop();
    },
  };
}

const policy = (Name: 'no' | 'always'): CreateContainerBody => ({
  HostConfig: { NetworkMode: 'host', RestartPolicy: { Name, MaximumRetryCount: 0 } },
});

test.skipIf(obstacle !== undefined)(
  `the engine is killed and started again: exits and restart policies are reported ${obstacle ?? ''}`,
  { timeout: 240_000 },
  async () => {
    await using fixture = await setup();
    const { engine, boxes } = fixture;
    const mortal = await boxes.startMany(10, undefined, policy('no'));
    const immortal = await boxes.startMany(10, undefined, policy('always'));
    const watchings = [...mortal, ...immortal].map((id) => boxes.watch(id));
    await Promise.all(watchings.map((watching) => watching.until(({ status }) => status === 'running')));
    const before = watchings.map(({ last }) => last?.startedAt?.getTime() ?? 0);

    await engine.kill();
    await Promise.all(watchings.map((watching) => watching.until(({ stale }) => stale)));
    expect(watchings.map(({ last }) => last?.status)).toEqual(watchings.map(() => 'running'));
    await engine.restart();

    await Promise.all(
      watchings.map((watching, index) =>
        watching.until(({ status, stale, startedAt }) =>
          index < 10
            ? status === 'exited' && !stale
            : status === 'running' && !stale && (startedAt?.getTime() ?? 0) > (before[index] ?? 0),
        ),
      ),
    );
    for (const watching of watchings) {
      const { State } = await boxes.docker.engine.inspectContainer(watching.id);
      expect(watching.last).toMatchObject({ status: State.Status, stale: false });
      expect(watching.completed).toBe(false);
    }
  },
);

test.skipIf(obstacle !== undefined)(
  `an engine that hangs shows as stale, and is believed again when it goes on ${obstacle ?? ''}`,
  { timeout: 120_000 },
  async () => {
    await using fixture = await setup();
    const { engine, boxes } = fixture;
    // As it is in the field, ten times as fast.
    const hub = boxes.docker.use(
      new StatusHub(boxes.docker.engine, {
        silenceMs: 500,
        pingTimeoutMs: 1_000,
        callTimeoutMs: 1_000,
        backoff: { firstMs: 10, capMs: 500 },
      }),
    );
    const ids = await boxes.startMany(5, undefined, policy('no'));
    const watchings = ids.map((id) => boxes.watch(id, hub));
    await Promise.all(watchings.map((watching) => watching.until(({ status }) => status === 'running')));

    await engine.pause();
    const frozenAt = performance.now();
    await Promise.all(watchings.map((watching) => watching.until(({ stale }) => stale)));
    expect(performance.now() - frozenAt).toBeLessThan(5_000);
    engine.resume();
    await Promise.all(watchings.map((watching) => watching.until(({ stale }) => !stale)));
    expect(watchings.map(({ last }) => last?.status)).toEqual(ids.map(() => 'running'));

    await boxes.docker.engine.killContainer(ids[0] as string);
    await watchings[0]?.until(({ status }) => status === 'exited');
  },
);

test.skipIf(obstacle !== undefined)(
  `the engine has one listener for all watchers, and none after the last ${obstacle ?? ''}`,
  { timeout: 120_000 },
  async () => {
    await using fixture = await setup();
    const { boxes } = fixture;
    const listeners = async () =>
      ((await boxes.docker.dockerode.info()) as { NEventsListener: number }).NEventsListener;
    const ids = await Promise.all(Array.from({ length: 10 }, () => boxes.create()));
    expect(await listeners()).toBe(0);
    const watchings = ids.map((id) => boxes.watch(id));
    await Promise.all(watchings.map((watching) => watching.until(({ status }) => status === 'created')));
    expect(await listeners()).toBe(1);
    for (const { subscription } of watchings) subscription.unsubscribe();
    await expect.poll(listeners).toBe(0);
  },
);
