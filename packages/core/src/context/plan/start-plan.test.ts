import { expect, test } from 'vitest';
import { type DesiredContainer, type ObservedContainer, planStart, printStart } from './start-plan.ts';

const want = (name: string, more: Partial<DesiredContainer> = {}): DesiredContainer => ({
  name,
  engineName: `bp-${name}`,
  lifetime: 'persistent',
  onConflict: 'adopt',
  specHash: 'h1',
  dependsOn: {},
  ...more,
});

const there = (name: string, more: Partial<ObservedContainer> = {}, specHash = 'h1'): ObservedContainer => ({
  id: `id-${name}`,
  engineName: `bp-${name}`,
  status: 'running',
  ownership: { blueprint: 'bp', session: 's', name, lifetime: 'persistent', nonce: 'n', specHash },
  ...more,
});

const plan = (desired: readonly DesiredContainer[], observed: readonly ObservedContainer[] = []) =>
  printStart(planStart('bp', desired, observed));

test.each([
  ['a new one', {}, [], 'create db as bp-db: there is none yet'],
  ['one of the session', { lifetime: 'session' }, [there('db')], 'create db as bp-db: one for each session'],
  ['the same, running', {}, [there('db')], 'adopt db as bp-db: it is there with the same spec, running'],
  [
    'the same, stopped',
    {},
    [there('db', { status: 'exited' })],
    'adopt db as bp-db: it is there with the same spec, exited',
  ],
  ['a changed one', {}, [there('db', {}, 'h0')], 'replace db as bp-db, removing id-db: its spec has changed'],
  [
    'the same under another name',
    {},
    [there('db', { engineName: 'old' })],
    'replace db as bp-db, removing id-db: it is there as old, running',
  ],
  [
    'the same, dead',
    {},
    [there('db', { status: 'dead' })],
    'replace db as bp-db, removing id-db: it is there as bp-db, dead',
  ],
  [
    'a second one from before a rename',
    {},
    [there('db', { id: 'old', engineName: 'x' }), there('db')],
    'adopt db as bp-db, removing old: it is there with the same spec, running',
  ],
  [
    'the same, to be replaced',
    { onConflict: 'replace' },
    [there('db')],
    "replace db as bp-db, removing id-db: onConflict is 'replace'",
  ],
  [
    'the same, to be refused',
    { onConflict: 'error' },
    [there('db')],
    "refuse db as bp-db: bp-db exists, and onConflict is 'error'",
  ],
  ['that of another name', {}, [there('other')], 'create db as bp-db: there is none yet'],
] as const)('%s', (_, wanted, observed, expected) => {
  expect(plan([want('db', wanted)], observed)).toBe(expected);
});

test('each comes after what it depends on, else in the order of declaration', () => {
  const desired = [
    want('web', { lifetime: 'session', dependsOn: { api: 'started' } }),
    want('api', { lifetime: 'session', dependsOn: { db: 'ready', migrate: 'completed' } }),
    want('migrate', { lifetime: 'session', dependsOn: { db: 'ready' } }),
    want('db'),
  ];
  expect(plan(desired)).toBe(
    [
      'create db as bp-db: there is none yet',
      'create migrate as bp-migrate: one for each session; after db ready',
      'create api as bp-api: one for each session; after db ready, migrate completed',
      'create web as bp-web: one for each session; after api started',
    ].join('\n'),
  );
});

test('a cycle is named', () => {
  const desired = [want('a', { dependsOn: { b: 'ready' } }), want('b', { dependsOn: { a: 'ready' } })];
  expect(() => plan(desired)).toThrow('a → b → a: these containers wait for each other');
});

test('every dependency that does not exist is named, with the nearest', () => {
  const desired = [want('web', { dependsOn: { postgers: 'ready', cache: 'ready' } }), want('postgres')];
  expect(() => plan(desired)).toThrow(
    [
      'context.plan: 2 problems',
      '  web.dependsOn: got "postgers", expected a container of this context (web, postgres); did you mean \'postgres\'?',
      '  web.dependsOn: got "cache", expected a container of this context (web, postgres)',
    ].join('\n'),
  );
});
