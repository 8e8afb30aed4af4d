import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { silentLogger } from '../log/index.ts';
import { type RestartPolicy, restartDecider } from './restart-policy.ts';
import { supervise } from './supervise.ts';

describe('a policy', () => {
  test.each<[policy: RestartPolicy, ranFor: number[], decisions: unknown[]]>([
    ['fail', [0], ['fail']],
    ['ignore', [0], ['ignore']],
    ['restart', [0, 0, 0], [{ restartInMs: 200 }, { restartInMs: 400 }, { restartInMs: 800 }]],
    [{ attempts: 1, initialMs: 5 }, [0, 0], [{ restartInMs: 5 }, 'fail']],
    [{ attempts: 1, initialMs: 5 }, [0, 60_000, 0], [{ restartInMs: 5 }, { restartInMs: 5 }, 'fail']],
    [
      { initialMs: 5, resetAfterMs: 10 },
      [0, 10, 0],
      [{ restartInMs: 5 }, { restartInMs: 5 }, { restartInMs: 10 }],
    ],
  ])('%j after runs of %j ms decides %j', (policy, ranFor, decisions) => {
    const decide = restartDecider(policy, () => 0);
    expect(ranFor.map(decide)).toEqual(decisions);
  });
});

describe('supervise', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Fails `failures` times, then ends well. */
  function component(failures: number, restart: RestartPolicy) {
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs <= failures) throw new Error(`run ${runs}`);
    };
    return { name: 'it', restart, run, runs: () => runs };
  }

  it('is done when the component ends well', async () => {
    const it = component(0, 'fail');
    await supervise(it, new AbortController().signal, silentLogger);
    expect(it.runs()).toBe(1);
  });

  it('restarts it until it does', async () => {
    const it = component(2, 'restart');
    const ended = supervise(it, new AbortController().signal, silentLogger);
    await vi.advanceTimersByTimeAsync(600);
    await ended;
    expect(it.runs()).toBe(3);
  });

  it('does not start it again after a stop during the wait', async () => {
    const stop = new AbortController();
    const it = component(9, { initialMs: 1000, jitter: 0 });
    const ended = supervise(it, stop.signal, silentLogger);
    await vi.advanceTimersByTimeAsync(500);
    stop.abort(new Error('stop'));
    await ended;
    expect([it.runs(), vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('takes a failure that is the answer to being stopped for an end', async () => {
    const stop = new AbortController();
    const run = () =>
      new Promise<void>((_, reject) =>
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason)),
      );
    const ended = supervise({ name: 'it', restart: 'fail', run }, stop.signal, silentLogger);
    stop.abort(new Error('stop'));
    await ended;
  });

  it('still fails with another failure while it stops', async () => {
    const stop = new AbortController();
    const run = () =>
      new Promise<void>((_, reject) =>
        stop.signal.addEventListener('abort', () => reject(new Error('disk full'))),
      );
    const ended = supervise({ name: 'it', restart: 'fail', run }, stop.signal, silentLogger);
    stop.abort(new Error('stop'));
    await expect(ended).rejects.toThrow('disk full');
  });
});
