import { expect, test } from 'vitest';
import { Board, type ContainerView, type Put } from './index.ts';

const box = (id: string, change: Partial<ContainerView> = {}): ContainerView => ({
  id,
  name: `cache-${id}`,
  blueprint: 'cache',
  managedName: id,
  image: 'redis:7.4',
  lifetime: 'session',
  session: 's',
  status: 'running',
  health: 'none',
  oomKilled: false,
  restartCount: 0,
  createdAt: '2026-11-24T14:00:00Z',
  ports: [],
  ...change,
});

const keys = (put: readonly Put[]) => put.map(({ key }) => key);

test('a reader without a revision gets everything', () => {
  const board = new Board();
  board.put('container', 'a', box('a'));
  board.put('container', 'b', box('b'));
  const change = board.since(undefined);
  expect(change).toMatchObject({ revision: 2, reset: true, drop: [] });
  expect(keys(change.put)).toEqual(['a', 'b']);
});

test('a reader gets each change after its revision once, with the latest state', () => {
  const board = new Board();
  board.put('container', 'a', box('a'));
  board.put('container', 'b', box('b'));
  const seen = board.revision;
  board.put('container', 'a', box('a', { status: 'exited', exitCode: 1 }));
  board.put('container', 'a', box('a', { status: 'running' }));
  board.put('container', 'a', box('a', { status: 'paused' }));
  const change = board.since(seen);
  expect(change.reset).toBe(false);
  expect(change.put).toEqual([{ kind: 'container', key: 'a', value: box('a', { status: 'paused' }) }]);
  expect(board.since(change.revision)).toEqual({ revision: 5, reset: false, put: [], drop: [] });
});

test('a value that equals the last one is no change', () => {
  const board = new Board();
  let told = 0;
  board.onChange(() => {
    told += 1;
  });
  board.put('container', 'a', box('a'));
  board.put('container', 'a', box('a'));
  expect([board.revision, told]).toEqual([1, 1]);
});

test('a removal reaches a reader that has seen the thing, and one that comes back is a change again', () => {
  const board = new Board();
  board.put('container', 'a', box('a'));
  board.drop('container', 'a');
  board.drop('container', 'never-there');
  expect(board.since(1)).toEqual({
    revision: 2,
    reset: false,
    put: [],
    drop: [{ kind: 'container', key: 'a' }],
  });
  board.put('container', 'a', box('a'));
  expect(board.since(1)).toMatchObject({ put: [{ key: 'a' }], drop: [] });
  expect(board.get('container', 'a')).toEqual(box('a'));
});

test('a reader that is further behind than removals are remembered starts over', () => {
  const board = new Board();
  board.put('container', 'first', box('first'));
  const seen = board.revision;
  for (let i = 0; i < 2_001; i += 1) {
    board.put('container', `${i}`, box(`${i}`));
    board.drop('container', `${i}`);
  }
  expect(keys(board.since(seen).put)).toEqual(['first']);
  expect(board.since(seen).reset).toBe(true);
  expect(board.since(board.revision - 2)).toMatchObject({ reset: false, drop: [{ key: '2000' }] });
});

test('a revision from the future belongs to another board', () => {
  const board = new Board();
  board.put('container', 'a', box('a'));
  expect(board.since(7)).toMatchObject({ reset: true, revision: 1 });
});
