import { describe, expect, test } from 'vitest';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { StubEngine } from '../stub-engine.fixture.ts';
import { settled, VirtualClock } from '../virtual-clock.fixture.ts';
import { StatusHub } from './status-hub.ts';

function setup(options: { automatic?: boolean; containers?: number } = {}) {
  const clock = new VirtualClock();
  const engine = new StubEngine(clock, { automatic: options.automatic ?? true });
  const hub = new StatusHub(engine, { clock });
  const ids = Array.from({ length: options.containers ?? 1 }, (_, index) => `c${index}`);
  for (const id of ids) engine.change(id, 'running', 'start');
  const watch = (id = 'c0') => {
    const lines: string[] = [];
    const print = ({ status, stale }: ContainerSnapshot) =>
      lines.push(`${status ?? 'none'}${stale ? ' (stale)' : ''}`);
    const subscription = hub.watch(id).subscribe({ next: print, complete: () => lines.push('complete') });
    return { lines, stop: () => subscription.unsubscribe() };
  };
  const resources = () => ({
    streams: engine.streams.length,
    calls: engine.calls.length,
    timers: clock.pending,
  });
  return { clock, engine, hub, ids, watch, resources };
}

const nothing = { streams: 0, calls: 0, timers: 0 };

describe('what a watcher sees', () => {
  test('the present state, every change once, and the removal', async () => {
    const { engine, watch, resources } = setup();
    const { lines } = watch();
    await settled();
    engine.change('c0', 'exited');
    await settled();
    engine.change('c0', 'exited', 'stop');
    await settled();
    engine.change('c0', 'running', 'start');
    await settled();
    engine.change('c0', undefined, 'destroy');
    await settled();
    // Serial numbers make the second `exited` a change of its restart count.
    expect(lines).toEqual(['running', 'exited', 'exited', 'running', 'none', 'complete']);
    expect(resources()).toEqual(nothing);
  });

  test('of a container that does not exist: its absence, and the end', async () => {
    const { watch } = setup();
    const { lines } = watch('unknown');
    await settled();
    expect(lines).toEqual(['none', 'complete']);
  });

  test('a late one gets its own first look, the early one nothing new', async () => {
    const { engine, watch } = setup();
    const early = watch();
    await settled();
    const late = watch();
    expect(late.lines).toEqual([]);
    await settled();
    expect([early.lines, late.lines]).toEqual([['running'], ['running']]);
    expect(engine.counts.events).toBe(1);
  });

  test('during an outage the last known value at once', async () => {
    const { engine, watch } = setup();
    const early = watch();
    await settled();
    engine.automatic = false;
    engine.streams[0]?.cut();
    await settled();
    const late = watch();
    expect(late.lines).toEqual(['running (stale)']);
    expect(early.lines).toEqual(['running', 'running (stale)']);
  });

  test('events that change nothing cost nothing', async () => {
    const { engine, watch } = setup();
    watch();
    await settled();
    const before = engine.counts.inspect;
    for (const action of ['exec_create: sh -c secret', 'exec_start: sh', 'exec_die', 'top', 'attach']) {
      engine.streams[0]?.deliver({ type: 'container', action, id: 'c0', attributes: {}, timeNano: '0' });
    }
    engine.streams[0]?.deliver({
      type: 'container',
      action: 'die',
      id: 'nobody-watches',
      attributes: {},
      timeNano: '0',
    });
    await settled();
    expect(engine.counts.inspect).toBe(before);
  });

  test('a storm of events is two looks: the one under way and one after it', async () => {
    const { engine, watch } = setup();
    watch();
    await settled();
    const before = engine.counts.inspect;
    engine.automatic = false;
    const event = { type: 'container', action: 'die', id: 'c0', attributes: {}, timeNano: '0' };
    for (let count = 0; count < 500; count += 1) engine.streams[0]?.deliver(event);
    engine.automatic = true;
    engine.calls[0]?.answer();
    await settled();
    expect(engine.counts.inspect - before).toBe(2);
  });
});

describe('the engine goes away', () => {
  test('a cut stream: stale, then seen again within the back-off, and what was missed is found', async () => {
    const { clock, engine, watch, hub } = setup();
    const { lines } = watch();
    const connected: boolean[] = [];
    hub.connected$.subscribe((value) => connected.push(value));
    await settled();
    engine.streams[0]?.cut();
    engine.change('c0', 'exited');
    await settled();
    await clock.advance(100);
    expect(lines).toEqual(['running', 'running (stale)', 'exited']);
    expect(connected).toEqual([true, false, true]);
  });

  test('an engine that hangs is noticed within 20 s without any error', async () => {
    const { clock, engine, watch } = setup();
    const { lines } = watch();
    await settled();
    engine.automatic = false;
    await clock.advance(14_900);
    expect(lines).toEqual(['running']);
    await clock.advance(200);
    expect(lines).toEqual(['running', 'running (stale)']);
    engine.automatic = true;
    await clock.advance(20_000);
    expect(lines.at(-1)).toBe('running');
  });

  test('an engine that is heard of is not pinged', async () => {
    const { clock, engine, watch } = setup();
    watch();
    await settled();
    for (let second = 0; second < 20; second += 1) {
      engine.change('c0', 'running', 'start');
      await clock.advance(1_000);
    }
    expect(engine.counts.ping).toBe(0);
  });

  test('no state is emitted before the first connection, which is tried until it works', async () => {
    const { clock, engine, watch } = setup({ automatic: false });
    const { lines } = watch();
    await settled();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      engine.calls[0]?.fail('engine.unreachable');
      await clock.advance(5_000);
    }
    expect(lines).toEqual([]);
    engine.automatic = true;
    engine.calls[0]?.answer();
    await settled();
    expect(lines).toEqual(['running']);
  });
});

describe('looks', () => {
  test('the regular round finds changes that a silent stream missed, and opens another stream', async () => {
    const { clock, engine, watch } = setup();
    const { lines } = watch();
    await settled();
    engine.automatic = false;
    engine.change('c0', 'exited');
    engine.automatic = true;
    await clock.advance(30_000);
    await settled();
    expect(lines).toEqual(['running', 'exited']);
    expect([engine.counts.events, engine.streams.length]).toEqual([2, 1]);
  });

  test('after a reconnect, containers whose listed state has changed are looked at first', async () => {
    const { clock, engine, ids, watch } = setup({ containers: 20 });
    for (const id of ids) watch(id);
    await settled();
    engine.streams[0]?.cut();
    engine.change('c17', 'exited');
    await settled();
    engine.automatic = false;
    await clock.advance(100);
    engine.calls.find(({ name }) => name === 'events')?.answer();
    await settled();
    expect(engine.calls.map(({ name }) => name)).toEqual(['list']);
    engine.calls[0]?.answer();
    await settled();
    expect(engine.calls.map(({ id }) => id)).toEqual(['c17', 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
  });

  test('an inspect that fails shows as stale and is tried again', async () => {
    const { clock, engine, watch } = setup();
    const { lines } = watch();
    await settled();
    engine.automatic = false;
    engine.streams[0]?.deliver({ type: 'container', action: 'die', id: 'c0', attributes: {}, timeNano: '0' });
    engine.calls[0]?.fail('engine.failed');
    await settled();
    engine.automatic = true;
    await clock.advance(1_000);
    expect(lines).toEqual(['running', 'running (stale)', 'running']);
  });

  test('after a call of this process, a look shows its effect even without watchers', async () => {
    const { engine, hub, resources } = setup();
    engine.change('c0', 'exited');
    await expect(hub.look('c0')).resolves.toMatchObject({ status: 'exited', stale: false });
    await expect(hub.look('unknown')).resolves.toMatchObject({ status: undefined });
    expect(engine.counts.events).toBe(0);
    expect(resources()).toEqual(nothing);
  });

  test('a look during a look is answered by the next one', async () => {
    const { engine, hub } = setup({ automatic: false });
    const first = hub.look('c0');
    engine.calls[0]?.serve();
    const second = hub.look('c0');
    engine.change('c0', 'exited');
    engine.automatic = true;
    engine.calls[0]?.answer();
    await expect(first).resolves.toMatchObject({ status: 'running' });
    await expect(second).resolves.toMatchObject({ status: 'exited' });
    expect(engine.counts.inspect).toBe(2);
  });

  test('a look that fails says why; one that takes too long or is aborted lets go', async () => {
    const { engine, hub, resources } = setup({ automatic: false });
    const failing = hub.look('c0');
    engine.calls[0]?.fail('engine.unreachable');
    await expect(failing).rejects.toMatchObject({ code: 'engine.unreachable' });
    await expect(hub.look('c0', { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(hub.look('c0', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await settled();
    expect(resources()).toEqual(nothing);
  });
});

describe('lifetime', () => {
  test('from one container to another the connection stays', async () => {
    const { engine, hub, watch } = setup({ containers: 2 });
    const one = watch('c0');
    await settled();
    one.stop();
    const other = hub.watch('c1').subscribe();
    await settled();
    expect(engine.counts.events).toBe(1);
    other.unsubscribe();
    await settled();
    expect(engine.streams).toEqual([]);
  });

  test('10,000 subscriptions and unsubscriptions leave nothing', async () => {
    const { engine, hub, resources } = setup();
    for (let round = 0; round < 100; round += 1) {
      for (let count = 0; count < 100; count += 1) {
        const subscription = hub.watch('c0').subscribe();
        if (count % 10 === 0) await settled();
        subscription.unsubscribe();
      }
      await settled();
      expect(resources()).toEqual(nothing);
    }
    expect(engine.counts.events).toBeLessThanOrEqual(1_000);
  });

  test('a list under way ends with the last watcher', async () => {
    const { clock, engine, ids, watch, resources } = setup({ containers: 20 });
    const watching = ids.map((id) => watch(id));
    await clock.advance(29_000);
    engine.automatic = false;
    await clock.advance(1_000);
    expect(engine.calls.map(({ name }) => name)).toContain('list');
    for (const { stop } of watching) stop();
    await settled();
    expect(resources()).toEqual(nothing);
  });

  test('closing completes watchers, rejects looks, and leaves nothing; so does closing again', async () => {
    const { engine, hub, watch, resources } = setup();
    const { lines } = watch();
    hub.connected$.subscribe();
    await settled();
    engine.automatic = false;
    const looking = hub.look('c0');
    hub.close();
    hub.close();
    await expect(looking).rejects.toMatchObject({ code: 'engine.closed' });
    await expect(hub.look('c0')).rejects.toMatchObject({ code: 'engine.closed' });
    const late = watch();
    await settled();
    expect([lines, late.lines]).toEqual([['running', 'complete'], ['complete']]);
    expect(resources()).toEqual(nothing);
  });
});
