import { expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { firstFound } from './first-found.ts';
import type { NetworkInspect } from './networks.ts';

/** An engine that tells of the creation of these ids, in this order, and then of nothing more. */
function telling(...ids: string[]): Pick<Engine, 'watchEvents'> & { readonly since: string[] } {
  const since: string[] = [];
  return {
    since,
    async watchEvents(onEvent, options) {
      since.push(options?.since ?? '');
      for (const id of ids) {
        onEvent({ type: 'network', action: 'create', id, attributes: {}, timeNano: '0' });
      }
      const close = () => undefined;
      const ended = Promise.resolve(undefined);
      return { ended, close, [Symbol.dispose]: close };
    },
  };
}

const network = (id: string, second: number) =>
  ({ Id: id, Created: `2026-01-01T00:00:0${second}.123456789Z` }) as NetworkInspect;
const begunFirst = network('b', 1);
const begunLast = network('a', 2);

test.each<[string, string[], string]>([
  ['the one that was told of first', ['a', 'b'], 'a'],
  ['the one that was told of first, among others', ['x', 'b', 'y', 'a'], 'b'],
  ['the one that was told of at all', ['a'], 'a'],
  ['the elder when none was told of', [], 'b'],
])('is %s', async (_, told, first) => {
  const engine = telling(...told);
  expect((await firstFound(engine, [begunLast, begunFirst], {}))?.Id).toBe(first);
  expect(engine.since).toEqual([String(Date.UTC(2026, 0, 1) / 1_000)]);
});

test('ends with the signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(firstFound(telling(), [begunLast, begunFirst], { signal })).rejects.toThrow('enough');
});
