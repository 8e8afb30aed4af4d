import { FaultProxy } from '@docktopus/testing';
import { describe, expect, test, vi } from 'vitest';
import { engineEndpoint, uniqueName } from '../support/engine.ts';
import { StatusBoxes, type Watching } from '../support/status-boxes.ts';

// Containers on the host network start fastest, and these need none.
const plain = { HostConfig: { NetworkMode: 'host' } };
const events = /GET \S*\/events/;

async function setup() {
  const proxy = await FaultProxy.start(engineEndpoint());
  const boxes = await StatusBoxes.connect(engineEndpoint(), proxy.endpoint);
  return {
    proxy,
    boxes,
    async [Symbol.asyncDispose]() {
      proxy.heal();
      await boxes[Symbol.asyncDispose]();
      await proxy.close();
    },
  };
}

/** Every watcher's latest value says what an inspect says now. */
async function expectTruth(boxes: StatusBoxes, watchings: readonly Watching[]): Promise<void> {
  for (const watching of watchings) {
    const { State, RestartCount } = await boxes.direct.engine.inspectContainer(watching.id);
    expect(watching.last).toMatchObject({ status: State.Status, restartCount: RestartCount, stale: false });
  }
}

describe('while the event stream is cut', () => {
  test('50 containers change, and all of it is known after the reconnect', { timeout: 180_000 }, async () => {
    await using fixture = await setup();
    const { proxy, boxes } = fixture;
    const { engine } = boxes.direct;
    const ids = await boxes.startMany(50, undefined, plain);
    const watchings = ids.map((id) => boxes.watch(id));
    const connected: boolean[] = [];
    const connection = boxes.hub.connected$.subscribe((value) => connected.push(value));
    await Promise.all(watchings.map((watching) => watching.until(({ status }) => status === 'running')));

    using _cut = proxy.inject({ kind: 'drop' }, { on: events });
    proxy.dropAll();
    await Promise.all(watchings.map((watching) => watching.until(({ stale }) => stale)));
    await Promise.all(
      ids.map((id, index) => (index % 5 === 0 ? engine.pauseContainer(id) : engine.killContainer(id))),
    );
    proxy.heal();

    await Promise.all(
      watchings.map((watching) => watching.until(({ status, stale }) => !stale && status !== 'running')),
    );
    await expectTruth(boxes, watchings);
    connection.unsubscribe();
    expect(connected).toEqual([true, false, true]);
    expect(watchings.map(({ last }) => last?.status)).toEqual(
      ids.map((_, index) => (index % 5 === 0 ? 'paused' : 'exited')),
    );
  });

  test('more happens than the engine remembers, and the change before all that is known', async () => {
    await using fixture = await setup();
    const { proxy, boxes } = fixture;
    const { engine } = boxes.direct;
    const watching = boxes.watch(await boxes.start(undefined, plain));
    const busy = await boxes.create();
    await watching.until(({ status }) => status === 'running');

    using _cut = proxy.inject({ kind: 'drop' }, { on: events });
    proxy.dropAll();
    await watching.until(({ stale }) => stale);
    await engine.killContainer(watching.id);
    // The engine replays the last 256 events of all kinds at most.
    for (let count = 0; count < 300; count += 1)
      await engine.renameContainer(busy, `${boxes.label}-${count}`);
    proxy.heal();

    await watching.until(({ status, stale }) => status === 'exited' && !stale);
    await expectTruth(boxes, [watching]);
  });

  test('again and again, in the middle of an event: nothing is missed in the end', async () => {
    await using fixture = await setup();
    const { proxy, boxes } = fixture;
    const { engine } = boxes.direct;
    const watching = boxes.watch(await boxes.start(undefined, plain));
    await watching.until(({ status }) => status === 'running');
    using _cut = proxy.inject({ kind: 'cut', afterBodyBytes: 100 }, { on: events, times: 5 });
    proxy.dropAll();
    // Docker says 'not paused' and 'already paused' when pauses follow each other this fast.
    for (let round = 0; round < 10; round += 1)
      await engine.renameContainer(watching.id, uniqueName(`renamed-${round}`));
    await engine.pauseContainer(watching.id);
    await watching.until(({ status, stale }) => status === 'paused' && !stale);
    // One of the cuts may still be to come.
    await vi.waitFor(() => expectTruth(boxes, [watching]), { timeout: 20_000 });
  });
});

test('the status is right again after an event stream goes silent without being closed', {
  timeout: 90_000,
}, async () => {
  await using fixture = await setup();
  const { proxy, boxes } = fixture;
  using _stall = proxy.inject({ kind: 'stall', afterBodyBytes: 0 }, { on: events });
  const watching = boxes.watch(await boxes.start(undefined, plain));
  await watching.until(({ status }) => status === 'running');
  await boxes.direct.engine.killContainer(watching.id);
  // Without events it is the round of every 30 s that finds it.
  await watching.until(({ status, stale }) => status === 'exited' && !stale, 40_000);
});
