import { expect, test } from 'vitest';
import { isFresh, nextStage, type SlotChange, type SlotContent, type SlotStage } from './slot-stage.ts';

type Name = SlotChange['is'];

const ID = 'c1';
const content: SlotContent = { id: ID, origin: 'created' };

const changes: Readonly<Record<Name, SlotChange>> = {
  'create-sent': { is: 'create-sent' },
  'create-lost': { is: 'create-lost' },
  'create-refused': { is: 'create-refused' },
  filled: { is: 'filled', content },
  prepared: { is: 'prepared', id: ID },
  'start-sent': { is: 'start-sent', id: ID },
  'start-failed': { is: 'start-failed', id: ID },
  up: { is: 'up', id: ID },
  'remove-sent': { is: 'remove-sent', id: ID },
  'still-there': { is: 'still-there', id: ID },
  'seen-ready': { is: 'seen-ready', id: ID, startedAt: 7 },
  renamed: { is: 'renamed', id: ID, name: 'other' },
  'end-expected': { is: 'end-expected', id: ID, expected: true },
  gone: { is: 'gone', creation: 'next' },
};

const EMPTY: SlotStage = { at: 'empty', creation: 'k1' };

function after(...names: readonly Name[]): SlotStage {
  return names.reduce<SlotStage>((stage, name) => nextStage(stage, changes[name]), EMPTY);
}

/** Every stage, by the shortest way there; and what each change makes of it. A change that is left out changes nothing. */
const table: Record<string, { way: readonly Name[]; to: Partial<Record<string, string>> }> = {
  empty: { way: [], to: { 'create-sent': 'creating', filled: 'created' } },
  creating: {
    way: ['create-sent'],
    to: { 'create-lost': 'lost', 'create-refused': 'empty', filled: 'created' },
  },
  lost: {
    way: ['create-sent', 'create-lost'],
    to: { 'create-sent': 'creating', filled: 'created', gone: 'empty' },
  },
  'creating, lost before': {
    way: ['create-sent', 'create-lost', 'create-sent'],
    to: { 'create-lost': 'lost', 'create-refused': 'lost', filled: 'created' },
  },
  created: {
    way: ['filled'],
    to: {
      prepared: 'prepared',
      'remove-sent': 'ending',
      renamed: 'created',
      'end-expected': 'created',
      gone: 'empty',
    },
  },
  prepared: {
    way: ['filled', 'prepared'],
    to: {
      'start-sent': 'starting',
      up: 'up',
      'remove-sent': 'ending',
      'seen-ready': 'prepared',
      renamed: 'prepared',
      'end-expected': 'prepared',
      gone: 'empty',
    },
  },
  starting: {
    way: ['filled', 'prepared', 'start-sent'],
    to: {
      'start-failed': 'prepared',
      up: 'up',
      'remove-sent': 'ending',
      'seen-ready': 'starting',
      renamed: 'starting',
      'end-expected': 'starting',
      gone: 'empty',
    },
  },
  up: {
    way: ['filled', 'prepared', 'start-sent', 'up'],
    to: {
      'start-sent': 'starting',
      'remove-sent': 'ending',
      'seen-ready': 'up',
      renamed: 'up',
      'end-expected': 'up',
      gone: 'empty',
    },
  },
  'starting again': {
    way: ['filled', 'prepared', 'start-sent', 'up', 'start-sent'],
    to: {
      'start-failed': 'up',
      up: 'up',
      'remove-sent': 'ending',
      'seen-ready': 'starting',
      renamed: 'starting',
      'end-expected': 'starting',
      gone: 'empty',
    },
  },
  ending: {
    way: ['filled', 'prepared', 'start-sent', 'remove-sent'],
    to: { up: 'ending', 'still-there': 'prepared', 'end-expected': 'ending', gone: 'empty' },
  },
  'ending once up': {
    way: ['filled', 'prepared', 'up', 'remove-sent'],
    to: { up: 'ending', 'still-there': 'up', 'end-expected': 'ending', gone: 'empty' },
  },
};

const rows = Object.entries(table).flatMap(([name, { way, to }]) =>
  (Object.keys(changes) as Name[]).map((change) => ({ name, way, change, to: to[change] })),
);

test.each(rows)('a slot that is $name, after $change', ({ way, change, to }) => {
  const stage = after(...way);
  const next = nextStage(stage, changes[change]);
  if (to === undefined) expect(next).toBe(stage);
  else expect(next.at).toBe(to);
});

test.each(rows.filter(({ way, change }) => way.includes('filled') && 'id' in changes[change]))(
  'a slot that is $name ignores $change of another container',
  ({ way, change }) => {
    const stage = after(...way);
    expect(nextStage(stage, { ...changes[change], id: 'another' } as SlotChange)).toBe(stage);
  },
);

test('a create call that is repeated keeps its mark until the slot is empty again', () => {
  expect(after('create-sent', 'create-lost', 'create-sent')).toMatchObject({ creation: 'k1' });
  expect(after('create-sent', 'create-lost', 'gone')).toEqual({ at: 'empty', creation: 'next' });
});

test('a run that was seen to be ready and a new name stay with the container', () => {
  const stage = after('filled', 'prepared', 'seen-ready', 'renamed', 'start-sent', 'up');
  expect(stage).toMatchObject({ at: 'up', content: { readyRun: 7, renamed: 'other' } });
});

test.each([
  [['filled'], true],
  [['filled', 'prepared', 'start-sent'], true],
  [['filled', 'prepared', 'start-sent', 'up'], false],
  [['filled', 'prepared', 'start-sent', 'up', 'start-sent', 'start-failed'], false],
  [['filled', 'prepared', 'up', 'remove-sent', 'still-there'], false],
  [['filled', 'prepared', 'start-sent', 'remove-sent', 'up', 'still-there'], false],
  [[], false],
] as const)('after %j, a failed call may remove the container: %s', (way, may) => {
  expect(isFresh(after(...way))).toBe(may);
});

test('a failed call never removes a container that was adopted', () => {
  const stage = nextStage(EMPTY, { is: 'filled', content: { id: ID, origin: 'adopted' } });
  expect(isFresh(stage)).toBe(false);
});

test('an end that a call has asked for is expected until the next start', () => {
  expect(after('filled', 'prepared', 'up', 'end-expected')).toMatchObject({ content: { endExpected: true } });
  expect(after('filled', 'prepared', 'up', 'end-expected', 'start-sent')).toMatchObject({
    content: { endExpected: false },
  });
});
