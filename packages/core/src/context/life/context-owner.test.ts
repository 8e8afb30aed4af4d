import { expect, test } from 'vitest';
import { type Ownership } from '../../labels/index.ts';
import { printSession, type Session, type Viewpoint } from '../../ownership/index.ts';
import { engineName, judgeOwnership } from './context-owner.ts';

const session: Session = {
  host: 'aaaaaaaaaaaa',
  boot: 'bbbbbbbbbbbb',
  namespace: '1',
  pid: 100,
  start: '5000',
};
const here: Viewpoint = {
  session,
  engineIsLocal: true,
  containerised: false,
  startOf: (pid) => (pid === 300 ? undefined : '5000'),
};
const living = printSession({ ...session, pid: 200 });
const dead = printSession({ ...session, pid: 300 });

const ours: Ownership = {
  blueprint: 'bp',
  session: printSession(session),
  name: 'db',
  lifetime: 'session',
  nonce: 'n1',
  specHash: 'h1',
};
const persistent = { lifetime: 'persistent' } as const;
const other = { nonce: 'n2', session: living };

test.each<[string, Partial<Ownership>, Partial<Ownership> | undefined, string]>([
  ['a container without our labels', {}, undefined, 'foreign'],
  ['one that this context made', {}, {}, 'adopt'],
  ['one that this context made from another spec', {}, { specHash: 'h0' }, 'replace'],
  ['one of another living session', {}, other, 'foreign'],
  ['one of a dead session', {}, { ...other, session: dead }, 'replace'],
  ['one of a session that we cannot judge', {}, { ...other, session: 'x' }, 'foreign'],
  ['a persistent one of a living session', persistent, { ...persistent, ...other }, 'adopt'],
  ['a persistent one with another spec', persistent, { ...persistent, ...other, specHash: 'h0' }, 'replace'],
  ['a persistent one that is now of the session', {}, { ...persistent, ...other }, 'replace'],
  ['one of a living session that is now persistent', persistent, other, 'foreign'],
  ['one of another blueprint', persistent, { ...persistent, blueprint: 'other' }, 'foreign'],
  ['one of another name', persistent, { ...persistent, name: 'other' }, 'foreign'],
])('%s', (_, we, they, expected) => {
  const theirs = they === undefined ? undefined : { ...ours, ...they };
  expect(judgeOwnership({ ...ours, ...we }, theirs, here).adoption).toBe(expected);
});

test('the name in the engine tells sessions apart, and is the same at every start when persistent', () => {
  expect(engineName(ours, 'db', 'session')).toBe('bp-db-n1');
  expect(engineName(ours, 'db', 'persistent')).toBe('bp-db');
  expect(engineName(ours, '$odd name', 'persistent')).toBe('bp--odd-name');
});
