import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { abortable } from './deadline.ts';
import { endingOf } from './ending-of.ts';
import { NEVER, onAbort } from './on-abort.ts';
import { OpenEnding } from './open-ending.ts';
import { withResolvers } from './with-resolvers.ts';

it('calls all who listen once, in order, but for those who stopped', () => {
  const controller = new AbortController();
  const heard: number[] = [];
  const stops = [1, 2, 3, 4].map((each) => onAbort(controller.signal, () => heard.push(each)));
  stops[1]?.();
  controller.abort();
  controller.abort();
  for (const stop of stops) stop();
  expect(heard).toEqual([1, 3, 4]);
});

it('hears of an abort after everybody had stopped listening and somebody began again', () => {
  const controller = new AbortController();
  const heard: number[] = [];
  onAbort(controller.signal, () => heard.push(1))();
  onAbort(controller.signal, () => heard.push(2));
  controller.abort();
  expect(heard).toEqual([2]);
});

it('shares a signal among hundreds of calls without a warning of a leak', async () => {
  const warnings: unknown[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const outer = new AbortController().signal;
  const signals = [outer, AbortSignal.any([outer]), AbortSignal.timeout(60_000), new OpenEnding().signal];
  const stops = signals.flatMap((signal) =>
    Array.from({ length: 300 }, () => onAbort(signal, () => undefined)),
  );
  // Node warns after the present turn.
  await nextTurn();
  process.off('warning', note);
  for (const stop of stops) stop();
  expect(warnings).toEqual([]);
});

describe('a signal that only its listener holds', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  it('aborts when its time is up', async () => {
    const { promise, resolve } = withResolvers<string>();
    const listen = () => {
      const signal = AbortSignal.timeout(30);
      const stops = [onAbort(signal, () => undefined), onAbort(signal, () => resolve('heard'))];
      stops[0]?.();
    };
    listen();
    await nextTurn();
    collect();
    expect(await promise).toBe('heard');
  });

  it('is let go when nobody listens any more', async () => {
    const outer = new AbortController();
    const listen = () => {
      const signals = [AbortSignal.timeout(60_000), AbortSignal.any([outer.signal])];
      for (const signal of signals) onAbort(signal, () => undefined)();
      return signals.map((signal) => new WeakRef(signal));
    };
    const refs = listen();
    await expect
      .poll(() => {
        collect();
        return refs.map((ref) => ref.deref() === undefined);
      })
      .toEqual([true, true]);
  });
});

it('leaves nothing on a signal that outlives its calls', () => {
  const controller = new AbortController();
  const [added, removed] = [[] as string[], [] as string[]];
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    added.push(given[0]);
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    removed.push(given[0]);
    remove(...given);
  };
  const stops = Array.from({ length: 5 }, () => onAbort(signal, () => undefined));
  for (const stop of stops) stop();
  expect([added, removed]).toEqual([['abort'], ['abort']]);
});

it('tells the others when a listener throws, and throws its error alone', () => {
  const [controller, ours] = [new AbortController(), new OpenEnding()];
  const heard: string[] = [];
  const error = new Error('thrown by a listener');
  for (const signal of [controller.signal, ours.signal]) {
    onAbort(signal, () => {
      throw error;
    });
    onAbort(signal, () => heard.push('second'));
  }
  const later = vi.spyOn(process, 'nextTick').mockImplementation(() => undefined);
  controller.abort();
  ours.end('enough');
  const thrown = later.mock.calls.map(([call]) => call as () => void);
  later.mockRestore();
  expect(heard).toEqual(['second', 'second']);
  expect(thrown).toHaveLength(2);
  for (const call of thrown) expect(call).toThrow(error);
});

it('calls nobody who begins to listen at the end', () => {
  const [controller, ours] = [new AbortController(), new OpenEnding()];
  const heard: string[] = [];
  for (const signal of [controller.signal, ours.signal]) {
    onAbort(signal, () => {
      heard.push('in time');
      onAbort(signal, () => heard.push('while others heard'));
    });
    signal.addEventListener('abort', () => heard.push('theirs'));
  }
  controller.abort();
  ours.end('enough');
  for (const signal of [controller.signal, ours.signal]) onAbort(signal, () => heard.push('later'));
  expect(heard).toEqual(['in time', 'theirs', 'theirs', 'in time']);
});

it('leaves a signal as others see it', () => {
  const [used, ours] = [new AbortController().signal, new OpenEnding().signal];
  const endings = [endingOf(used), endingOf(ours)];
  for (const signal of [used, ours, NEVER]) {
    expect(Object.getOwnPropertySymbols({ ...signal }).map(String)).not.toContain('Symbol(docktopus.ending)');
    expect(inspect(signal, { customInspect: false })).not.toContain('docktopus');
  }
  expect([endingOf(used), endingOf(ours)]).toEqual(endings);
});

it.each(['', 0, null])('tells the reason %j of a signal', (reason) => {
  expect(endingOf(AbortSignal.abort(reason)).reason).toBe(reason);
});

it('has a reason for the abort of a signal that has none, as those of older libraries', async () => {
  const signal = Object.assign(new EventTarget(), { aborted: true }) as unknown as AbortSignal;
  const abort = { name: 'AbortError', message: 'This operation was aborted' };
  expect(endingOf(signal).reason).toMatchObject(abort);
  await expect(abortable(new Promise(() => undefined), signal)).rejects.toMatchObject(abort);
});

it('tells the reason of a signal, once there is one', () => {
  const controller = new AbortController();
  const ending = endingOf(controller.signal);
  expect(endingOf(controller.signal)).toBe(ending);
  expect(ending.reason).toBeUndefined();
  controller.abort('enough');
  expect(ending.reason).toBe('enough');
});

it('works with a signal that takes no properties', () => {
  const controller = new AbortController();
  const signal = Object.preventExtensions(controller.signal);
  let heard = 0;
  const stop = onAbort(signal, () => {
    heard += 10;
  });
  onAbort(signal, () => {
    heard += 1;
  });
  stop();
  controller.abort();
  expect(heard).toBe(1);
});

it('never calls those who listen to NEVER', () => {
  expect(onAbort(NEVER, () => undefined)).toBe(onAbort(NEVER, () => undefined));
  expect(endingOf(NEVER).reason).toBeUndefined();
});
