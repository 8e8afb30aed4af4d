import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withResolvers } from '../../scope/index.ts';
import type { CapacitySettings, WhenFull } from '../settings/family-settings.ts';
import {
  Admission,
  Budget,
  type Candidate,
  chooseVictim,
  type Demand,
  familyFull,
  type Shortage,
} from './index.ts';

const NONE = Number.POSITIVE_INFINITY;
const unlimited: CapacitySettings = {
  running: NONE, starting: NONE, memoryBytes: NONE, perGroup: NONE, whenFull: 'refuse', waiting: 100,
}; // biome-ignore format: a row
const up: Demand = { awake: true, starting: true, memoryBytes: 100, group: undefined, bridge: undefined };
const never = new AbortController().signal;

function setup(
  settings: Partial<CapacitySettings>,
  evict: (shortage: Shortage) => Promise<void> | undefined = () => undefined,
) {
  const budget = new Budget({ ...unlimited, ...settings });
  const asked: Shortage[] = [];
  const admission = new Admission(
    budget,
    { ...unlimited, ...settings },
    {
      evict(shortage) {
        asked.push(shortage);
        return evict(shortage);
      },
      full: (shortage) => familyFull('box', shortage, 30_000),
    },
  );
  const enter = (demand: Partial<Demand> = {}, signal = never) => {
    const reservation = budget.none();
    const entry = { reservation, in: false, error: undefined as unknown, settled: Promise.resolve() };
    try {
      const waiting = admission.admit(reservation, { ...up, ...demand }, signal);
      if (waiting === undefined) entry.in = true;
      else
        entry.settled = waiting.then(
          () => {
            entry.in = true;
          },
          (error) => {
            entry.error = error;
          },
        );
    } catch (error) {
      entry.error = error;
    }
    return entry;
  };
  return { budget, admission, asked, enter };
}

describe('a full family', () => {
  test.each<[string, Partial<CapacitySettings>, Partial<Demand>, Partial<Shortage>]>([
    ['running', { running: 2 }, {}, { limit: 'running', most: 2, inUse: 2 }],
    ['starting', { starting: 2 }, {}, { limit: 'starting', most: 2, inUse: 2 }],
    ['memory', { memoryBytes: 250 }, {}, { limit: 'memory', most: 250, inUse: 200 }],
    ['per', { perGroup: 2 }, { group: 'acme' }, { limit: 'per', most: 2, inUse: 2, group: 'acme' }],
  ])('refuses by its limit %s, and says which', (_, settings, demand, shortage) => {
    const { enter, budget } = setup(settings);
    const entries = [enter(demand), enter(demand), enter(demand)];
    expect(entries.map((entry) => entry.in)).toEqual([true, true, false]);
    expect(entries[2]?.error).toMatchObject({
      code: 'family.full',
      details: { ...shortage, retryAfterMs: 30_000 },
    });
    expect(budget.inUse).toEqual({ running: 2, starting: 2, memoryBytes: 200 });
    entries[0]?.reservation.release();
    expect(enter(demand).in).toBe(true);
  });

  test('says in words what is full and what to do', () => {
    expect(familyFull('box', { limit: 'per', most: 5, inUse: 5, group: 'acme' }, 1_500).message).toBe(
      "family.use box: 5 of at most 5 members of the group 'acme' are running. Try again in 2 s, or raise capacity.per.running",
    );
  });

  test('a group that is full leaves others their room', () => {
    const { enter } = setup({ perGroup: 1, whenFull: 'wait' });
    const [first, blocked, other] = [enter({ group: 'a' }), enter({ group: 'a' }), enter({ group: 'b' })];
    expect([first.in, blocked.in, other.in]).toEqual([true, false, true]);
  });

  test('a member that has started makes room for the next start, and one that sleeps for the next that is awake', () => {
    const { enter } = setup({ starting: 1, running: 2 });
    const first = enter();
    expect(enter().error).toMatchObject({ details: { limit: 'starting' } });
    first.reservation.set({ ...up, starting: false });
    const second = enter();
    second.reservation.set({ ...up, starting: false });
    expect(enter().error).toMatchObject({ details: { limit: 'running' } });
    first.reservation.set({ ...up, starting: false, awake: false });
    expect(enter().in).toBe(true);
  });

  test('what is there already counts, also beyond the limits', () => {
    const { budget, enter } = setup({ running: 1 });
    budget.none().set(up);
    budget.none().set(up);
    expect(enter().error).toMatchObject({ details: { inUse: 2, most: 1 } });
  });
});

describe('callers that wait', () => {
  test('are let in in the order in which they came, and nobody overtakes them', async () => {
    const { enter, admission } = setup({ memoryBytes: 300, whenFull: 'wait' });
    const first = enter({ memoryBytes: 200 });
    const big = enter({ memoryBytes: 300 });
    const small = enter({ memoryBytes: 50 });
    expect([first.in, big.in, small.in]).toEqual([true, false, false]);
    first.reservation.release();
    admission.serve();
    await Promise.all([big.settled]);
    expect([big.in, small.in]).toEqual([true, false]);
    big.reservation.release();
    admission.serve();
    await small.settled;
    expect([small.in, admission.waiting]).toEqual([true, 0]);
  });

  test('leave with the reason of their signal, take nothing, and stand in nobody’s way any more', async () => {
    const { enter, budget, admission } = setup({ memoryBytes: 300, whenFull: 'wait' });
    const controller = new AbortController();
    enter({ memoryBytes: 200 });
    const big = enter({ memoryBytes: 300 }, controller.signal);
    const small = enter({ memoryBytes: 50 });
    controller.abort(new Error('enough'));
    await Promise.all([big.settled, small.settled]);
    expect([big.error, small.in]).toEqual([new Error('enough'), true]);
    expect([budget.inUse.memoryBytes, admission.waiting]).toEqual([250, 0]);
  });

  test('do not hold up a member that has its place and needs the rest of it', async () => {
    const { enter, admission } = setup({ running: 1, memoryBytes: 300, whenFull: 'wait' });
    const first = enter({ memoryBytes: 0 });
    const second = enter();
    expect(admission.admit(first.reservation, { ...up, memoryBytes: 200 }, never)).toBeUndefined();
    first.reservation.release();
    admission.serve();
    await second.settled;
    expect(second.in).toBe(true);
  });

  test('are bounded in number', () => {
    const { enter } = setup({ running: 1, waiting: 1, whenFull: 'wait' });
    enter();
    enter();
    expect(enter().error).toMatchObject({
      code: 'family.full',
      details: { limit: 'waiting', most: 1, inUse: 1 },
    });
  });

  test('are sent away when the family closes', async () => {
    const { enter, admission } = setup({ running: 1, whenFull: 'wait' });
    enter();
    const waiting = enter();
    admission.close(new Error('closed'));
    await waiting.settled;
    expect([waiting.error, admission.waiting]).toEqual([new Error('closed'), 0]);
  });
});

describe('eviction', () => {
  test('makes one place for each caller that needs one', async () => {
    const evictions: (() => void)[] = [];
    const { enter, asked } = setup({ running: 2, whenFull: 'evict' }, () => {
      const { promise, resolve } = withResolvers<void>();
      evictions.push(resolve);
      return promise;
    });
    const [first, second] = [enter(), enter()];
    const [third, fourth] = [enter(), enter()];
    expect([asked.length, third.in, fourth.in]).toEqual([2, false, false]);
    first.reservation.release();
    evictions[1]?.();
    await third.settled;
    second.reservation.release();
    evictions[0]?.();
    await fourth.settled;
    expect([third.in, fourth.in, asked.length]).toEqual([true, true, 2]);
  });

  test('refuses when nobody can make room, and tries the next when an eviction has failed', async () => {
    const left = [Promise.reject(new Error('the engine hangs')), undefined];
    const { enter, asked } = setup({ running: 1, whenFull: 'evict' }, () => left.shift());
    enter();
    const waiting = enter();
    await waiting.settled;
    expect([asked.length, waiting.error]).toEqual([2, expect.objectContaining({ code: 'family.full' })]);
  });

  test('does nothing for want of starts, which end by themselves', () => {
    const { enter, asked, admission } = setup({ starting: 1, whenFull: 'evict' });
    enter();
    enter();
    expect([asked, admission.waiting]).toEqual([[], 1]);
  });

  const idle = { state: 'running', held: false, idleSince: 5, group: 'a' } as const;
  test.each([
    [
      'the longest idle',
      [idle, { ...idle, idleSince: 1 }, { ...idle, idleSince: 3 }],
      { limit: 'running' },
      1,
    ],
    ['nobody who is held', [{ ...idle, held: true }], { limit: 'running' }, undefined],
    [
      'nobody who is on the way',
      [
        { ...idle, state: 'starting' },
        { ...idle, state: 'stopping' },
      ],
      { limit: 'memory' },
      undefined,
    ],
    [
      'one of the group',
      [
        { ...idle, idleSince: 0 },
        { ...idle, group: 'b' },
      ],
      { limit: 'per', group: 'b' },
      1,
    ],
    ['a paused one for its memory', [{ ...idle, state: 'paused' }], { limit: 'memory' }, 0],
    [
      'no paused one for a place among the running',
      [{ ...idle, state: 'paused' }],
      { limit: 'running' },
      undefined,
    ],
  ] as const)('takes %s', (_, candidates, shortage, expected) => {
    const victim = chooseVictim<Candidate>(candidates, { most: 1, inUse: 1, ...shortage });
    expect(victim && (candidates as readonly Candidate[]).indexOf(victim)).toBe(expected);
  });
});

test('whatever comes and goes, no limit is passed and nothing is lost', async () => {
  const step = fc.record({
    leave: fc.boolean(), who: fc.nat(), abort: fc.boolean(), group: fc.constantFrom('a', 'b', undefined),
    memoryBytes: fc.integer({ min: 0, max: 120 }), settle: fc.boolean(),
  }); // biome-ignore format: a row
  const modes = fc.constantFrom<WhenFull>('refuse', 'wait');
  await fc.assert(
    fc.asyncProperty(modes, fc.array(step, { maxLength: 40 }), async (whenFull, steps) => {
      const limits = { running: 4, starting: 3, memoryBytes: 300, perGroup: 2, waiting: 5, whenFull };
      const { enter, budget, admission } = setup(limits);
      const entries: (ReturnType<typeof enter> & { controller: AbortController })[] = [];
      for (const { leave, who, abort, group, memoryBytes, settle } of steps) {
        const chosen = entries[who % Math.max(1, entries.length)];
        if (!leave) {
          const controller = new AbortController();
          entries.push(Object.assign(enter({ group, memoryBytes }, controller.signal), { controller }));
        } else if (chosen?.in) {
          chosen.reservation.release();
          entries.splice(entries.indexOf(chosen), 1);
          admission.serve();
        } else if (abort) chosen?.controller.abort(new Error('enough'));
        if (settle) await new Promise((resolve) => setImmediate(resolve));
        const { running, starting, memoryBytes: memory } = budget.inUse;
        expect(running <= 4 && starting <= 3 && memory <= 300 && admission.waiting <= 5).toBe(true);
      }
      await new Promise((resolve) => setImmediate(resolve));
      admission.close(new Error('closed'));
      for (const entry of entries) {
        await entry.settled;
        if (entry.in) entry.reservation.release();
      }
      expect(budget.inUse).toEqual({ running: 0, starting: 0, memoryBytes: 0 });
    }),
  );
});
