import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Roster, type RosterEntry } from './roster.ts';

it('keeps the order in which values came, whichever leave', () => {
  const roster = new Roster<string>();
  const entries = ['a', 'b', 'c', 'd', 'e'].map((value) => roster.add(value));
  for (const index of [0, 2, 4]) expect(roster.delete(entries[index] as RosterEntry<string>)).toBe(true);
  expect([...roster]).toEqual(['b', 'd']);
  roster.add('f');
  expect([...roster]).toEqual(['b', 'd', 'f']);
  expect(roster.size).toBe(3);
});

it('deletes an entry once, and none of another roster', () => {
  const [one, other] = [new Roster<string>(), new Roster<string>()];
  const entry = one.add('a');
  expect(other.delete(entry)).toBe(false);
  expect(one.delete(entry)).toBe(true);
  expect(one.delete(entry)).toBe(false);
  expect([one.size, other.size]).toEqual([0, 0]);
});

it('gives out the first one, until there is none', () => {
  const roster = new Roster<string | undefined>();
  roster.add('a');
  roster.add(undefined);
  roster.add('a');
  expect([roster.shift(), roster.shift(), roster.size, roster.shift(), roster.shift()]).toEqual([
    'a',
    undefined,
    1,
    'a',
    undefined,
  ]);
});

it('passes over a value that leaves while others are looked at', () => {
  const roster = new Roster<string>();
  const [, second] = ['a', 'b', 'c'].map((value) => roster.add(value));
  const seen: string[] = [];
  for (const value of roster) {
    seen.push(value);
    if (value === 'a') roster.delete(second as RosterEntry<string>);
    if (value === 'c') roster.add('d');
  }
  expect(seen).toEqual(['a', 'c']);
  expect([...roster]).toEqual(['a', 'c', 'd']);
});

it('lets go of what has left, without a full garbage collection', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  const roster = new Roster<unknown>();
  const live: RosterEntry<unknown>[] = [];
  const pass = (count: number) => {
    for (let each = 0; each < count; each += 1) {
      const [slot, left] = [each % 64, live[each % 64]];
      if (left !== undefined) roster.delete(left);
      live[slot] = roster.add(new Array(200).fill(each));
      if (each % 500 === 0) collect({ type: 'minor' });
    }
  };
  pass(2000);
  collect();
  const before = oldBytes();
  // 32 MB. A Set keeps all of it here.
  pass(20_000);
  expect(oldBytes() - before).toBeLessThan(4_000_000);
});

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
}
