import { EMPTY, firstValueFrom } from 'rxjs';
import { expect, test } from 'vitest';
import { StatusHub } from './hub/status-hub.ts';
import { StubEngine } from './stub-engine.fixture.ts';
import { until } from './until.ts';
import { settled, VirtualClock } from './virtual-clock.fixture.ts';

function setup() {
  const clock = new VirtualClock();
  const engine = new StubEngine(clock);
  engine.change('c0', 'running', 'start');
  const left = () => ({ streams: engine.streams.length, calls: engine.calls.length, timers: clock.pending });
  return { engine, hub: new StatusHub(engine, { clock }), left };
}

test('a state that comes, one that is there, a predicate', async () => {
  const { engine, hub } = setup();
  const exited = until(hub.watch('c0'), 'exited');
  await expect(until(hub.watch('c0'), 'running')).resolves.toMatchObject({ status: 'running' });
  engine.change('c0', 'exited');
  await expect(exited).resolves.toMatchObject({ status: 'exited' });
  const removed = until(hub.watch('c0'), 'removed');
  const restarts = until(hub.watch('c0'), ({ restartCount }) => restartCount >= 1);
  await expect(restarts).resolves.toMatchObject({ restartCount: 1 });
  engine.change('c0', undefined, 'destroy');
  await expect(removed).resolves.toMatchObject({ status: undefined });
});

test('ends with the container, the deadline, the signal, the predicate’s error', async () => {
  const { hub, left } = setup();
  await expect(until(EMPTY, 'running', {}, 'box')).rejects.toMatchObject({
    code: 'container.removed',
    subject: 'box',
  });
  await expect(until(hub.watch('none'), 'healthy')).rejects.toMatchObject({ code: 'container.removed' });
  await expect(until(hub.watch('c0'), 'healthy', { timeoutMs: 5 })).rejects.toMatchObject({
    code: 'timeout',
  });
  const abort = new AbortController();
  const aborted = until(hub.watch('c0'), 'healthy', { signal: abort.signal });
  abort.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  const failing = () => {
    throw new Error('mine');
  };
  await expect(until(hub.watch('c0'), failing)).rejects.toThrow('mine');
  await settled();
  expect(left()).toEqual({ streams: 0, calls: 0, timers: 0 });
});

test('a last known value is no proof', async () => {
  const { engine, hub } = setup();
  await firstValueFrom(hub.watch('c0'));
  const held = hub.watch('c0').subscribe();
  await settled();
  engine.automatic = false;
  engine.streams[0]?.cut();
  await settled();
  await expect(until(hub.watch('c0'), 'running', { timeoutMs: 5 })).rejects.toMatchObject({
    code: 'timeout',
  });
  held.unsubscribe();
});

test.each(['created', 'toString', undefined])('says which names there are when it gets %j', async (name) => {
  const { hub, left } = setup();
  await expect(until(hub.watch('c0'), name as never, {}, 'box')).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringMatching(
      /condition: got .*, expected one of running, exited, removed, healthy, or a function/,
    ),
  });
  expect(left()).toEqual({ streams: 0, calls: 0, timers: 0 });
});
