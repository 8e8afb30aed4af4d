import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/index.ts';
import { StubEngine } from '../stub-engine.fixture.ts';
import { settled, VirtualClock } from '../virtual-clock.fixture.ts';
import { StatusHub } from './status-hub.ts';

const SECOND = 1_000_000_000;

function setup() {
  const clock = new VirtualClock();
  const engine = new StubEngine(clock);
  const hub = new StatusHub(engine, { clock });
  const listen = (id: string, actions: readonly string[], since?: number) => {
    const lines: string[] = [];
    const subscription = hub
      .heard(id, actions, since)
      .subscribe({ next: ({ action }) => lines.push(action), complete: () => lines.push('complete') });
    return { lines, stop: () => subscription.unsubscribe() };
  };
  /** An event at second `at` since the epoch, over the newest stream. */
  const happen = (action: string, id = 'a', at = 100) => {
    const event: EngineEvent = { type: 'container', action, id, attributes: {}, timeNano: `${at * SECOND}` };
    engine.streams[0]?.deliver(event);
  };
  return { engine, hub, listen, happen };
}

const { signal } = new AbortController();

test('any number of listeners hear the events that they ask for over one stream, which ends with the last of them', async () => {
  const { engine, listen, happen } = setup();
  const all = [listen('a', ['die', 'oom']), listen('a', ['die']), listen('b', ['die'])];
  await settled();
  for (const action of ['start', 'oom', 'die', 'exec_die']) happen(action);
  happen('die', 'c');
  expect(all.map(({ lines }) => lines)).toEqual([['oom', 'die'], ['die'], []]);
  expect([engine.counts.events, engine.streams.length]).toEqual([1, 1]);
  for (const { stop } of all) stop();
  await settled();
  expect(engine.streams).toEqual([]);
});

test('a listener hears what the stream has brought about the run that it asks for, and the engine is not asked again', async () => {
  const { engine, listen, happen } = setup();
  listen('b', []);
  await settled();
  happen('oom', 'a', 50);
  happen('start', 'a', 100);
  happen('oom', 'a', 101);
  happen('die', 'a', 102);
  const { lines } = listen('a', ['oom', 'kill'], 100_000);
  happen('oom', 'a', 103);
  expect(lines).toEqual(['oom', 'oom']);
  expect(engine.counts.events).toBe(1);
});

test('about a run that began before the stream, the engine is asked for what it still knows, in an answer that ends', async () => {
  const { engine, listen, happen } = setup();
  const asked: unknown[] = [];
  const watchEvents = engine.watchEvents.bind(engine);
  engine.watchEvents = (onEvent, options) => {
    asked.push(options);
    return watchEvents(onEvent, options);
  };
  const { lines } = listen('a', ['oom', 'kill'], 100_250);
  await settled();
  expect(asked).toContainEqual(
    expect.objectContaining({
      filters: { type: ['container'], container: ['a'], event: ['oom', 'kill'] },
      since: '100.250',
      until: expect.stringMatching(/^\d+\.\d{3}$/),
    }),
  );
  happen('oom');
  expect(lines).toEqual(['oom']);
});

test('a stream that was lost has forgotten what it had heard', async () => {
  const { engine, hub, listen, happen } = setup();
  hub.connected$.subscribe();
  await settled();
  happen('start', 'a', 100);
  engine.streams[0]?.cut();
  await settled();
  const before = engine.counts.events;
  listen('a', ['oom'], 100_000);
  expect(engine.counts.events).toBe(before + 1);
});

test('opened() resolves when the stream is open, rejects with the reason when it cannot be opened, and ends with its signal', async () => {
  const { engine, hub, listen } = setup();
  engine.automatic = false;
  listen('a', ['die']);
  const outcomes: string[] = [];
  const wait = (name: string, given = signal) =>
    hub.opened(given).then(
      () => outcomes.push(`${name} open`),
      (error: Error) => outcomes.push(`${name}: ${error.message}`),
    );
  const abort = new AbortController();
  void wait('aborted', abort.signal);
  void wait('first');
  await settled();
  abort.abort(new Error('enough'));
  engine.calls[0]?.fail('engine.unreachable');
  await settled();
  expect(outcomes).toEqual(['aborted: enough', 'first: stub: engine.unreachable']);
});

test('listeners complete when the hub closes, and one that comes later at once', async () => {
  const { hub, listen } = setup();
  const early = listen('a', ['die']);
  const opening = hub.opened(signal);
  hub.close();
  await expect(opening).rejects.toMatchObject({ code: 'engine.closed' });
  expect([early.lines, listen('a', ['die']).lines]).toEqual([['complete'], ['complete']]);
  await expect(hub.opened(signal)).rejects.toMatchObject({ code: 'engine.closed' });
});
