import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mutex, Semaphore, withResolvers } from './index.ts';

const never = new AbortController().signal;

/** Work that is under way until it is told otherwise. */
function workload(semaphore: Semaphore) {
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  const run = (name: string, signal = never) =>
    semaphore.run(signal, (release) => {
      begun.push(name);
      finish.set(`${name} early`, release);
      return new Promise<void>((resolve) => finish.set(name, resolve));
    });
  return { begun, run, finish: (name: string) => finish.get(name)?.() };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Semaphore.run()', () => {
  test('a semaphore runs as much work at a time as it has places, in the order of asking', async () => {
    const { begun, run, finish } = workload(new Semaphore(2));
    const all = ['a', 'b', 'c', 'd'].map((name) => run(name));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    finish('b');
    await turn();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) finish(name);
    await turn();
    finish('d');
    await Promise.all(all);
  });

  test('work that releases its place early gives it back once', async () => {
    const { begun, run, finish } = workload(new Semaphore(1));
    const all = ['a', 'b', 'c'].map((name) => run(name));
    await turn();
    finish('a early');
    finish('a early');
    await turn();
    expect(begun).toEqual(['a', 'b']);
    finish('a');
    await turn();
    expect(begun).toEqual(['a', 'b']);
    finish('b');
    await turn();
    finish('c');
    await Promise.all(all);
  });

  test('work that fails gives its place back', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.run(never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(semaphore.taken).toBe(0);
  });

  test('a caller that stops waiting loses its turn to the next one', async () => {
    const { begun, run, finish } = workload(new Semaphore(1));
    const first = run('a');
    const impatient = new AbortController();
    const second = run('b', impatient.signal);
    const third = run('c');
    await turn();
    impatient.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect(begun).toEqual(['a']);
    finish('a');
    await first;
    await turn();
    expect(begun).toEqual(['a', 'c']);
    finish('c');
    await third;
  });

  test('a place that is granted in the moment its caller gives up goes to the next one', async () => {
    const { begun, run, finish } = workload(new Semaphore(1));
    const first = run('a');
    const impatient = new AbortController();
    const second = run('b', impatient.signal);
    const third = run('c');
    await turn();
    finish('a early');
    impatient.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await turn();
    expect(begun).toEqual(['a', 'c']);
    for (const name of ['a', 'c']) finish(name);
    await Promise.all([first, third]);
  });

  test('work does not begin for a caller that has given up already, even if a place is free', async () => {
    const { begun, run } = workload(new Semaphore(1));
    await expect(run('a', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(begun).toEqual([]);
  });
});

test('refuseWaiting sends away only the callers that wait', async () => {
  const semaphore = new Semaphore(1);
  await semaphore.enter();
  const waiting = [semaphore.enter(), semaphore.enter()];
  await turn();
  expect(semaphore).toMatchObject({ taken: 1, free: 0, waiting: 2 });
  semaphore.refuseWaiting(new Error('closed'));
  const results = await Promise.allSettled(waiting);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  semaphore.leave();
  expect(semaphore.tryEnter()).toBe(true);
});

test('a newcomer does not overtake a caller that waits', async () => {
  const semaphore = new Semaphore(1);
  await semaphore.enter();
  const waiting = semaphore.enter();
  await turn();
  semaphore.leave();
  expect(semaphore.tryEnter()).toBe(false);
  await waiting;
});

test.each([0, -1, Number.NaN])('%s places are refused', (places) => {
  expect(() => new Semaphore(places)).toThrow(`a semaphore needs at least one place, got ${places}`);
});

test('a mutex runs one piece of work at a time in the order of asking, also after a failure', async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const step = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
  };
  const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => mutex.run(never, step(name))));
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('in any interleaving no more work runs than there are places, all work settles, and no place is lost', async () => {
  const action = fc.oneof(
    fc.record({ do: fc.constant('run' as const) }),
    fc.record({ do: fc.constantFrom('finish' as const, 'release' as const, 'abort' as const), at: fc.nat() }),
    fc.record({ do: fc.constantFrom('refuse' as const, 'turn' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(action, { maxLength: 40 }),
      async (places, actions) => {
        const semaphore = new Semaphore(places);
        const jobs: {
          end: () => void;
          release: () => void;
          abort: AbortController;
          done: Promise<unknown>;
        }[] = [];
        let running = 0;
        for (const act of actions) {
          const job = 'at' in act ? jobs[act.at % Math.max(1, jobs.length)] : undefined;
          if (act.do === 'run') {
            const [finished, abort] = [withResolvers(), new AbortController()];
            const next = {
              end: finished.resolve,
              release: () => {},
              abort,
              done: Promise.resolve<unknown>(undefined),
            };
            const work = async (release: () => void) => {
              running += 1;
              let counted = true;
              next.release = () => {
                if (counted) running -= 1;
                counted = false;
                release();
              };
              await finished.promise;
              if (counted) running -= 1;
            };
            next.done = semaphore.run(abort.signal, work).catch(() => undefined);
            jobs.push(next);
          } else if (act.do === 'finish') job?.end();
          else if (act.do === 'release') job?.release();
          else if (act.do === 'abort') job?.abort.abort(new Error('enough'));
          else if (act.do === 'refuse') semaphore.refuseWaiting(new Error('closed'));
          else await turn();
          expect(running).toBeLessThanOrEqual(places);
        }
        for (const { end } of jobs) end();
        await Promise.all(jobs.map(({ done }) => done));
        expect(semaphore).toMatchObject({ taken: 0, free: places, waiting: 0 });
      },
    ),
    { numRuns: 200 },
  );
});
