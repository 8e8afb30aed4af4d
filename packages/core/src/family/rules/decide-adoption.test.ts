import { expect, test } from 'vitest';
import type { ExistingContainer } from '../../container/index.ts';
import { familyLabels, labelsOf } from '../../labels/index.ts';
import { keyNames } from '../key/index.ts';
import { type AdoptionView, decideAdoption, generationOf } from './decide-adoption.ts';

const names = keyNames('"acme"', 'box', 'bp');
const labels = (more: Record<string, string> = {}, lifetime: 'session' | 'persistent' = 'persistent') => ({
  ...labelsOf({ blueprint: 'bp', session: 's1', name: 'box/acme', lifetime, nonce: 'n1' }),
  [familyLabels.family]: 'box',
  [familyLabels.key]: '"acme"',
  [familyLabels.generation]: '3',
  ...more,
});
const found: ExistingContainer = {
  id: 'c1',
  name: names.container,
  labels: labels(),
  status: 'running',
};
const view = (state: 'ours' | 'alive' | 'gone' | 'unknown'): AdoptionView => ({
  blueprint: 'bp',
  family: 'box',
  ownerOf: () => ({ state, why: `process 4711 is ${state}` }),
});

test.each<[string, Partial<ExistingContainer>, 'ours' | 'alive' | 'gone' | 'unknown', string]>([
  ['is adopted, running or not', {}, 'gone', 'adopt'],
  ['is adopted when it is stopped', { status: 'exited' }, 'gone', 'adopt'],
  ['is adopted when it is paused', { status: 'paused' }, 'gone', 'adopt'],
  [
    'is adopted when nobody can tell whether its owner lives, because it outlives its session',
    {},
    'unknown',
    'adopt',
  ],
  ['is left to its owner that lives', {}, 'alive', 'leave: process 4711 is alive'],
  [
    'of a session that lives is left alone',
    { labels: labels({}, 'session') },
    'alive',
    'leave: process 4711 is alive',
  ],
  [
    'of a session that nobody can judge is left alone',
    { labels: labels({}, 'session') },
    'unknown',
    'leave: process 4711 is unknown',
  ],
  [
    'of a session that has ended is removed',
    { labels: labels({}, 'session') },
    'gone',
    'remove: its session has ended: process 4711 is gone',
  ],
  ['of our session is ours', { labels: labels({}, 'session') }, 'ours', 'adopt'],
  [
    'that was made and never started is removed',
    { status: 'created' },
    'gone',
    'remove: it was made and never started',
  ],
  [
    'that was made and never started stays with an owner that lives',
    { status: 'created' },
    'alive',
    'leave: process 4711 is alive',
  ],
  [
    'whose removal has begun is removed',
    { status: 'removing' },
    'gone',
    'remove: its removal was not finished: it is removing',
  ],
  ['that is dead is removed', { status: 'dead' }, 'gone', 'remove: its removal was not finished: it is dead'],
  [
    'that was made and never started may be started yet by an owner that nobody can judge',
    { status: 'created' },
    'unknown',
    'adopt',
  ],
  [
    'that is dead is left to an owner that nobody can judge',
    { status: 'dead' },
    'unknown',
    'leave: process 4711 is unknown',
  ],
  [
    'of another family is not looked at',
    { labels: labels({ [familyLabels.family]: 'other' }) },
    'gone',
    'ignore',
  ],
  [
    'of another blueprint is not looked at',
    { labels: { ...labels(), 'dev.docktopus.blueprint': 'x' } },
    'gone',
    'ignore',
  ],
  ['without labels is not looked at', { labels: {} }, 'gone', 'ignore'],
  [
    'with a key that nobody here wrote is left alone',
    { labels: labels({ [familyLabels.key]: '{"b":1' }) },
    'gone',
    'leave: its labels name no key',
  ],
  [
    'that was renamed is left alone',
    { name: 'acme-backup' },
    'gone',
    `leave: it is called 'acme-backup', and its key's is '${names.container}'`,
  ],
])('a container of the family %s', (_, facts, owner, expected) => {
  const decision = decideAdoption({ ...found, ...facts }, view(owner));
  expect('why' in decision ? `${decision.action}: ${decision.why}` : decision.action).toBe(expected);
});

test('an adopted container says which key and generation it is', () => {
  expect(decideAdoption(found, view('gone'))).toMatchObject({
    key: 'acme',
    canonical: '"acme"',
    generation: 3,
  });
});

test.each([undefined, '', '0', '-1', '1.5', '1e9', '99999999999999999999', 'x'])(
  'a generation of %j counts as the first',
  (text) => expect(generationOf(text === undefined ? {} : { [familyLabels.generation]: text })).toBe(1),
);
