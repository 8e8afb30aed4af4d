import { until } from '@docktopus/core';
import { StatusHub } from '@docktopus/core/kit';
import { describe, expect, test } from 'vitest';
import { StatusBoxes } from '../support/status-boxes.ts';

describe('the life of a container, as its watcher sees it', { timeout: 180_000 }, () => {
  test('a container is watched from its creation to its removal, also by other clients', async () => {
    await using boxes = await StatusBoxes.connect();
    const { engine } = boxes.direct;
    const id = await boxes.create();
    const watching = boxes.watch(id);
    const seen = (status: string | undefined) => watching.until((snapshot) => snapshot.status === status);
    await seen('created');
    await engine.startContainer(id);
    await seen('running');
    await engine.pauseContainer(id);
    await seen('paused');
    await engine.unpauseContainer(id);
    await seen('running');
    await engine.killContainer(id);
    await expect(seen('exited')).resolves.toMatchObject({ exitCode: 137, oomKilled: false, ports: [] });
    await engine.startContainer(id);
    await expect(seen('running')).resolves.toMatchObject({ exitCode: undefined });
    await engine.stopContainer(id);
    await seen('exited');
    await engine.removeContainer(id);
    await seen(undefined);
    const lived = watching.statuses.filter((status) => status !== 'removing');
    expect(lived).toEqual([
      'created',
      'running',
      'paused',
      'running',
      'exited',
      'running',
      'exited',
      undefined,
    ]);
    expect(watching.completed).toBe(true);
    const versions = watching.values.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
  });

  test('a restart policy: its ends, and the end for good', async () => {
    await using boxes = await StatusBoxes.connect();
    const id = await boxes.create('sleep 0.3; exit 3', {
      HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } },
    });
    const watching = boxes.watch(id);
    await boxes.direct.engine.startContainer(id);
    await watching.until(({ status, restartCount }) => status === 'exited' && restartCount === 2);
    expect(watching.last).toMatchObject({ exitCode: 3, restartCount: 2 });
    const backOffs = watching.values.filter(({ status }) => status === 'restarting');
    for (const snapshot of backOffs) expect(snapshot.exitCode).toBe(3);
  });

  test('health is starting, healthy, unhealthy, and none after the end', async () => {
    await using boxes = await StatusBoxes.connect();
    const second = 1_000_000_000;
    const Healthcheck = {
      Test: ['CMD-SHELL', 'test -e /well'],
      Interval: second,
      Timeout: second,
      Retries: 1,
    };
    // Removing the file makes it unhealthy.
    const watching = boxes.watch(await boxes.start('touch /well; sleep 600', { Healthcheck }));
    await watching.until(({ health }) => health === 'healthy');
    await boxes.run(watching.id, ['rm', '/well']);
    await watching.until(({ health }) => health === 'unhealthy');
    await boxes.direct.engine.killContainer(watching.id);
    await watching.until(({ status }) => status === 'exited');
    const healths = watching.values.map(({ health }) => health);
    expect([...new Set(healths)].filter((health) => health !== 'starting')).toEqual([
      'healthy',
      'unhealthy',
      'none',
    ]);
  });

  test('a container that cannot be started has the reason and no exit code', async () => {
    await using boxes = await StatusBoxes.connect();
    const id = await boxes.create('', { Cmd: ['/no/such/command'] });
    await expect(boxes.direct.engine.startContainer(id)).rejects.toThrow();
    // There is no event for it: the look after an own call is what tells.
    const snapshot = await boxes.hub.look(id);
    expect(snapshot).toMatchObject({ status: 'created', exitCode: undefined });
    expect(snapshot.error).toContain('/no/such/command');
  });

  test('published ports', async () => {
    await using boxes = await StatusBoxes.connect();
    const watching = boxes.watch(
      await boxes.start(undefined, {
        ExposedPorts: { '80/tcp': {} },
        HostConfig: {
          NetworkMode: 'bridge',
          PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
        },
      }),
    );
    const { ports } = await watching.until(({ status }) => status === 'running');
    expect(ports).toEqual([{ containerPort: '80/tcp', hostIp: '127.0.0.1', hostPort: expect.any(Number) }]);
  });
});

test('after a call of this process, look() returns its effect', { timeout: 180_000 }, async () => {
  await using boxes = await StatusBoxes.connect();
  const { engine } = boxes.direct;
  const id = await boxes.start();
  const watching = boxes.watch(id);
  await watching.until(({ status }) => status === 'running');
  for (let round = 0; round < 3; round += 1) {
    await engine.killContainer(id);
    await until(boxes.hub.watch(id), 'exited');
    await engine.startContainer(id);
    await expect(boxes.hub.look(id)).resolves.toMatchObject({ status: 'running' });
    expect(watching.last).toMatchObject({ status: 'running' });
  }
});

test('a removal whose event is lost still completes the watcher', async () => {
  await using boxes = await StatusBoxes.connect();
  const id = await boxes.start();
  const watching = boxes.watch(id);
  await watching.until(({ status }) => status === 'running');
  await boxes.direct.engine.removeContainer(id, { force: true });
  await expect(watching.until(({ status }) => status === undefined)).resolves.toMatchObject({ id });
  await expect(until(boxes.hub.watch(id), 'removed')).resolves.toMatchObject({ status: undefined });
  await expect(until(boxes.hub.watch(id), 'running')).rejects.toMatchObject({ code: 'container.removed' });
});

test('20 containers with 3 watchers each are one connection, and none when the last has gone', async () => {
  await using boxes = await StatusBoxes.connect();
  const { engine } = boxes.docker;
  let opened = 0;
  let open = 0;
  const counting = new StatusHub({
    ping: (options) => engine.ping(options),
    listContainers: (options) => engine.listContainers(options),
    inspectContainer: (id, options) => engine.inspectContainer(id, options),
    watchEvents: async (onEvent, options) => {
      const subscription = await engine.watchEvents(onEvent, options);
      opened += 1;
      open += 1;
      void subscription.ended.then(() => {
        open -= 1;
      });
      return subscription;
    },
  });
  boxes.docker.use(counting);
  const ids = await Promise.all(Array.from({ length: 20 }, () => boxes.create()));
  const watching = [...ids, ...ids, ...ids].map((id) => boxes.watch(id, counting));
  await Promise.all(watching.map((each) => each.until(({ status }) => status === 'created')));
  expect([opened, open]).toEqual([1, 1]);
  const [first, ...others] = watching;
  for (const { subscription } of others) subscription.unsubscribe();
  await counting.look(ids[0] as string);
  expect(open).toBe(1);
  first?.subscription.unsubscribe();
  await expect.poll(() => open).toBe(0);
});
