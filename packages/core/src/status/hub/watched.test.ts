import { expect, test } from 'vitest';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { inspectOf, StubEngine } from '../stub-engine.fixture.ts';
import { VirtualClock } from '../virtual-clock.fixture.ts';
import { containerKind } from './container-kind.ts';
import { beginLook, endLook, isLookDue, loseTrack, unwatched, type Watched, wantLook } from './watched.ts';

const kind = containerKind(new StubEngine(new VirtualClock(), { automatic: true }));
const here = { turn: 1, away: false };
const seen = (status: 'running' | 'exited') =>
  ({ kind: 'seen', inspect: inspectOf('a', status, 0) }) as const;
const look = (watched: Watched<ContainerSnapshot>, status: 'running' | 'exited', link = here) =>
  endLook(kind, beginLook(wantLook(watched), 1), seen(status), link, 'a', 40);

test('wanting twice is one look', () => {
  const wanted = wantLook(wantLook(unwatched));
  expect(wanted.wanted).toBe(1);
  expect(isLookDue(wanted)).toBe(true);
});

test('wanting during a look is one more, after it', () => {
  const looking = wantLook(wantLook(beginLook(wantLook(unwatched), 1)));
  expect(isLookDue(looking)).toBe(false);
  expect(looking.wanted).toBe(2);
  expect(isLookDue(endLook(kind, looking, seen('running'), here, 'a', 0))).toBe(true);
});

test('the first version is above every other container’s, later ones above that', () => {
  const first = look(unwatched, 'running');
  expect(first.snapshot?.version).toBe(41);
  expect(look(first, 'running').snapshot).toBe(first.snapshot);
  expect(look(first, 'exited').snapshot).toMatchObject({ status: 'exited', version: 42 });
});

test.each([
  ['the engine is away', { turn: 1, away: true }],
  ['the look began before the present stream', { turn: 2, away: false }],
])('what is seen while %s is not trusted', (_, link) => {
  const known = look(unwatched, 'running');
  const stale = look(known, 'exited', link);
  expect(stale.snapshot).toMatchObject({ status: 'exited', stale: true });
  expect(look(stale, 'exited', link).snapshot).toBe(stale.snapshot);
  expect(look(stale, 'exited').snapshot).toMatchObject({ status: 'exited', stale: false });
});

test('without an answer the last known stays, as last known', () => {
  const known = look(unwatched, 'running');
  const failed = endLook(kind, beginLook(wantLook(known), 1), { kind: 'failed' }, here, 'a', 0);
  expect(failed.snapshot).toMatchObject({ status: 'running', stale: true });
  expect(
    endLook(kind, beginLook(wantLook(unwatched), 1), { kind: 'failed' }, here, 'a', 0).snapshot,
  ).toBeUndefined();
});

test('a removal is final, so it is trusted at any time', () => {
  const gone = endLook(
    kind,
    beginLook(wantLook(look(unwatched, 'running')), 1),
    { kind: 'gone' },
    { turn: 2, away: true },
    'a',
    0,
  );
  expect(gone.snapshot).toMatchObject({ id: 'a', status: undefined, stale: false });
});

test('losing track', () => {
  expect(loseTrack(unwatched)).toBe(unwatched);
  expect(loseTrack(look(unwatched, 'running')).snapshot?.stale).toBe(true);
});
