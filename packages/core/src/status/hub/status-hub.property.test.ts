import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { expect, test } from 'vitest';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import type { ContainerStatus } from '../container-status.ts';
import { StubEngine } from '../stub-engine.fixture.ts';
import { settled, VirtualClock } from '../virtual-clock.fixture.ts';
import { StatusHub } from './status-hub.ts';

const ids = ['a', 'b', 'c'] as const;
const statuses: readonly ContainerStatus[] = ['created', 'running', 'paused', 'restarting', 'exited', 'dead'];

/** One thing that happens; numbers choose among what there is at that moment. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      id: fc.constantFrom(...ids),
      status: fc.constantFrom(...statuses),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), id: fc.constantFrom(...ids) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('serve' as const), nth: fc.nat(7) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), nth: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), nth: fc.nat(7) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), nth: fc.nat(7), twice: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), nth: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(50, 1_000, 6_000, 31_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), id: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unsubscribe' as const), nth: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look' as const), id: fc.constantFrom(...ids) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Seen {
  readonly id: string;
  /** How many states the container had had when this subscribed. */
  readonly from: number;
  readonly values: ContainerSnapshot[];
  readonly subscription: Subscription;
  completed: boolean;
}

class World {
  readonly clock = new VirtualClock();
  readonly engine = new StubEngine(this.clock, { automatic: false });
  readonly hub = new StatusHub(this.engine, { clock: this.clock, parallelLooks: 2 });
  readonly seen: Seen[] = [];

  constructor() {
    for (const id of ids) this.engine.change(id, 'created');
  }

  async take(step: Step): Promise<void> {
    const { engine } = this;
    const nth = 'nth' in step ? step.nth : 0;
    const call = engine.calls[nth % Math.max(1, engine.calls.length)];
    const stream = engine.streams[0];
    switch (step.do) {
      case 'change':
        if (engine.current(step.id)) engine.change(step.id, step.status);
        break;
      case 'remove':
        if (engine.current(step.id)) engine.change(step.id, undefined, 'destroy');
        break;
      case 'serve':
        call?.serve();
        break;
      case 'answer':
        call?.answer();
        break;
      case 'fail':
        call?.fail();
        break;
      case 'deliver': {
        const event = stream?.undelivered[nth % Math.max(1, stream.undelivered.length)];
        if (!stream || !event) break;
        if (!step.twice) stream.undelivered.splice(stream.undelivered.indexOf(event), 1);
        stream.deliver(event);
        break;
      }
      case 'lose':
        stream?.undelivered.splice(nth % Math.max(1, stream.undelivered.length), 1);
        break;
      case 'cut':
        stream?.cut();
        break;
      case 'advance':
        await this.clock.advance(step.ms);
        break;
      case 'subscribe':
        this.subscribe(step.id);
        break;
      case 'unsubscribe':
        this.seen[nth % Math.max(1, this.seen.length)]?.subscription.unsubscribe();
        break;
      case 'look':
        // A look that fails is a result too: of the engine's failures.
        void this.hub.look(step.id).catch(() => undefined);
        break;
    }
    await settled();
    this.check();
  }

  subscribe(id: string): void {
    const values: ContainerSnapshot[] = [];
    const from = this.engine.histories.get(id)?.length ?? 0;
    const subscription = this.hub.watch(id).subscribe({
      next: (value) => values.push(value),
      complete: () => {
        seen.completed = true;
      },
    });
    const seen: Seen = { id, from, values, subscription, completed: false };
    this.seen.push(seen);
  }

  /** Every value is one that the engine had at or after the subscription, in the engine's order, none twice. */
  check(): void {
    for (const { id, from, values, completed } of this.seen) {
      if (completed)
        expect(
          values.at(-1)?.status,
          'the end of the container before the end of the values',
        ).toBeUndefined();
      if (completed) expect(values).not.toEqual([]);
      const history = this.engine.histories.get(id) ?? [];
      let last = 0;
      for (const [index, value] of values.entries()) {
        const serial = value.status === undefined ? history.length - 1 : value.restartCount;
        if (!value.stale) {
          expect(serial, 'a state from before the subscription').toBeGreaterThanOrEqual(from - 1);
          expect(value.status).toBe(value.status === undefined ? undefined : history[serial]?.State.Status);
        }
        expect(serial, 'a step back').toBeGreaterThanOrEqual(last);
        last = serial;
        const before = values[index - 1];
        if (!before) continue;
        expect(value.version, 'the version grows').toBeGreaterThan(before.version);
        expect([value.restartCount, value.status, value.stale]).not.toEqual([
          before.restartCount,
          before.status,
          before.stale,
        ]);
      }
    }
  }

  /** The engine answers everything again, and time passes. */
  async calm(): Promise<void> {
    this.engine.automatic = true;
    for (let round = 0; round < 3; round += 1) {
      for (let call = this.engine.calls[0]; call; call = this.engine.calls[0]) {
        call.answer();
        await settled();
      }
      for (const stream of [...this.engine.streams]) stream.undelivered.splice(0).forEach(stream.deliver);
      await this.clock.advance(31_000);
      await settled();
    }
  }

  checkEnd(): void {
    for (const { id, values, subscription, completed } of this.seen) {
      const truth = this.engine.current(id);
      if (truth && subscription.closed) continue;
      if (!truth) {
        expect(completed || subscription.closed).toBe(true);
        continue;
      }
      const last = values.at(-1);
      expect([last?.status, last?.restartCount, last?.stale]).toEqual([
        truth.State.Status,
        truth.RestartCount,
        false,
      ]);
    }
  }

  async end(): Promise<void> {
    for (const { subscription } of this.seen) subscription.unsubscribe();
    await settled();
    expect({
      streams: this.engine.streams.length,
      calls: this.engine.calls.length,
      timers: this.clock.pending,
    }).toEqual({
      streams: 0,
      calls: 0,
      timers: 0,
    });
  }
}

test('after any sequence of mishaps, watchers end up with the state of the engine', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }), async (steps) => {
      const world = new World();
      for (const each of steps) await world.take(each);
      await world.calm();
      world.check();
      world.checkEnd();
      await world.end();
    }),
    { numRuns: 400 },
  );
});
