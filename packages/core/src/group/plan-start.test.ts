import { expect, test } from 'vitest';
import type { AdoptionVerdict } from '../container/index.ts';
import { type DesiredMember, decideMember, type ObservedContainer } from './decide-member.ts';
import { dependencyOrder, requireDependencies } from './dependency-order.ts';
import { planStart } from './plan-start.ts';
import { printPlan } from './plan-step.ts';

const HASH = 'dev.hash';

/** An owner that takes what has the hash `h1`, replaces other hashes, and knows nothing without one. */
function adopts({ labels }: { readonly labels: Readonly<Record<string, string>> }): AdoptionVerdict {
  const hash = labels[HASH];
  if (hash === undefined) return { adoption: 'foreign', why: 'it was not made by docktopus' };
  if (hash === 'h1') return { adoption: 'adopt', why: 'it has the same spec' };
  return { adoption: 'replace', why: 'its spec has changed' };
}

const want = (name: string, more: Partial<DesiredMember> = {}): DesiredMember => ({
  name,
  engineName: `bp-${name}`,
  newBecause: undefined,
  containerId: undefined,
  onConflict: 'adopt',
  dependsOn: {},
  image: 'redis:7.4',
  platform: undefined,
  pull: 'missing',
  readiness: undefined,
  adopts,
  changes: () => [],
  ...more,
});

const there = (member: string, more: Partial<ObservedContainer> = {}, hash = 'h1'): ObservedContainer => ({
  id: `id-${member}`,
  name: `bp-${member}`,
  status: 'running',
  labels: { [HASH]: hash },
  member,
  ...more,
});

function plan(
  desired: readonly DesiredMember[],
  observed: readonly ObservedContainer[] = [],
  missing: readonly string[] = [],
): string {
  const decisions = dependencyOrder(desired, 'context').map((member) => decideMember(member, observed));
  return printPlan(planStart(decisions, new Set(missing)));
}

const created = (line: string) => [line, 'start db: it is new'];
const adopted = (line: string) => [line, 'start db: unless it runs'];

test.each<[string, Partial<DesiredMember>, ObservedContainer[], readonly string[]]>([
  ['that does not exist', {}, [], created('create db as bp-db: there is none yet')],
  [
    'of the session, although a persistent one exists',
    { newBecause: 'one for each session', engineName: 'bp-db-1' },
    [there('db')],
    created('create db as bp-db-1: one for each session'),
  ],
  ['that runs', {}, [there('db')], adopted('adopt db as bp-db: it has the same spec, running')],
  [
    'that has stopped',
    {},
    [there('db', { status: 'exited' })],
    adopted('adopt db as bp-db: it has the same spec, exited'),
  ],
  [
    'that was made from another spec',
    {},
    [there('db', {}, 'h0')],
    created('replace db as bp-db, removing id-db: its spec has changed'),
  ],
  [
    'that had another name in the engine',
    {},
    [there('db', { name: 'old' })],
    created('replace db as bp-db, removing id-db: it is called old'),
  ],
  [
    'that is dead',
    {},
    [there('db', { status: 'dead' })],
    created('replace db as bp-db, removing id-db: the engine failed to remove it and it is dead'),
  ],
  [
    'that is being removed',
    {},
    [there('db', { status: 'removing' })],
    created('create db as bp-db: there is none yet'),
  ],
  [
    'of which there are two, one from before a rename',
    {},
    [there('db', { id: 'old', name: 'x' }), there('db')],
    adopted('adopt db as bp-db, removing old: it has the same spec, running'),
  ],
  [
    'to be replaced',
    { onConflict: 'replace' },
    [there('db')],
    created("replace db as bp-db, removing id-db: onConflict is 'replace'"),
  ],
  ['when another member exists', {}, [there('other')], created('create db as bp-db: there is none yet')],
  [
    "when somebody else's container names it",
    {},
    [there('db', { name: 'theirs', labels: {} })],
    created('create db as bp-db: there is none yet'),
  ],
  ['that is in its slot', { containerId: 'id-db' }, [], ['start db: unless it runs']],
])('the plan for a container %s', (_, wanted, observed, lines) => {
  expect(plan([want('db', wanted)], observed)).toBe(lines.join('\n'));
});

test.each<[string, Partial<DesiredMember>, ObservedContainer, string]>([
  [
    "with onConflict 'error'",
    { onConflict: 'error' },
    there('db'),
    "bp-db exists, and onConflict is 'error'",
  ],
  [
    "when somebody else's container has its name",
    { onConflict: 'replace' },
    there('db', { labels: {}, member: undefined }),
    'bp-db exists, and it was not made by docktopus',
  ],
])('a container is refused %s', (_, wanted, observed, why) => {
  expect(decideMember(want('db', wanted), [observed])).toMatchObject({ action: 'refuse', why });
});

test('members start after those that they depend on, else in the order of declaration', () => {
  const session = { newBecause: 'one for each session' };
  const desired = [
    want('web', { ...session, dependsOn: { api: 'started' } }),
    want('api', { ...session, dependsOn: { db: 'ready', migrate: 'completed' }, readiness: 'port(80)' }),
    want('migrate', { ...session, dependsOn: { db: 'ready' } }),
    want('db', { readiness: 'healthy' }),
  ];
  expect(plan(desired)).toBe(
    [
      'create db as bp-db: there is none yet',
      'start db: it is new',
      'wait for db ready: healthy',
      'create migrate as bp-migrate: one for each session; after wait for db ready',
      'start migrate: it is new',
      'wait for migrate completed: others need its exit code 0',
      'create api as bp-api: one for each session; after wait for db ready, wait for migrate completed',
      'start api: it is new',
      'wait for api ready: port(80)',
      'create web as bp-web: one for each session; after start api',
      'start web: it is new',
    ].join('\n'),
  );
});

test('a missing image is pulled once for all members that need it, and before nothing else', () => {
  const desired = [want('a', { dependsOn: { b: 'ready' } }), want('b'), want('c', { image: 'here:1' })];
  expect(plan(desired, [], ['redis:7.4'])).toBe(
    [
      'pull redis:7.4: the engine does not have it',
      'create b as bp-b: there is none yet; after pull redis:7.4',
      'start b: it is new',
      'create a as bp-a: there is none yet; after pull redis:7.4, start b',
      'start a: it is new',
      'create c as bp-c: there is none yet',
      'start c: it is new',
    ].join('\n'),
  );
});

test.each<[string, Partial<DesiredMember>, ObservedContainer[], string | undefined]>([
  ["always, with pull 'always'", { pull: 'always' }, [], "pull redis:7.4: pull is 'always'"],
  ["never, with pull 'never'", { pull: 'never' }, [], undefined],
  ['not for a container that is adopted', { pull: 'always' }, [there('db')], undefined],
  [
    'for its platform',
    { platform: 'linux/arm64' },
    [],
    'pull redis:7.4 for linux/arm64: the engine does not have it',
  ],
])('an image is pulled %s', (_, wanted, observed, line) => {
  const lines = plan([want('db', wanted)], observed, ['redis:7.4', 'redis:7.4 for linux/arm64']).split('\n');
  expect(lines.find((each) => each.startsWith('pull'))).toBe(line);
});

test('a cycle of dependencies is named', () => {
  const desired = [want('a', { dependsOn: { b: 'ready' } }), want('b', { dependsOn: { a: 'ready' } })];
  expect(() => plan(desired)).toThrow(
    'context.plan a → b → a: these containers wait for each other. Remove one of these dependsOn',
  );
});

test('every dependency that does not exist is named, with the nearest name', () => {
  const desired = [want('web', { dependsOn: { postgers: 'ready', cache: 'ready' } }), want('postgres')];
  expect(() => requireDependencies(desired, ['web', 'postgres'], 'context')).toThrow(
    [
      'context.plan: 2 problems',
      '  web.dependsOn: got "postgers", expected a container of this context (web, postgres); did you mean \'postgres\'?',
      '  web.dependsOn: got "cache", expected a container of this context (web, postgres)',
    ].join('\n'),
  );
});
