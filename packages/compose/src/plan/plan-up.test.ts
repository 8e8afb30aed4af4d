import { printPlan } from '@docktopus/core';
import { expect, test } from 'vitest';
import { containerOf, modelOf, NOTHING, observedOf } from './plan.fixture.ts';
import { planUp } from './plan-up.ts';
import type { PlanUpOptions } from './up-options.ts';

const SHOP = await modelOf(`
services:
  web: { image: web, depends_on: { db: { condition: service_healthy } } }
  db: { image: db, volumes: ['data:/data'] }
volumes: { data: }
`);

const lines = (...args: Parameters<typeof planUp>) => printPlan(planUp(...args).steps).split('\n');
const running = () => [containerOf(SHOP, 'web'), containerOf(SHOP, 'db', { volumes: ['shop_data'] })];

test('a new project is created in the order of its dependencies', () => {
  expect(lines(SHOP, NOTHING)).toEqual([
    'create network shop_default: there is none yet',
    'create volume shop_data: there is none yet',
    'create db-1: there is none yet; after create network shop_default, create volume shop_data',
    'create web-1: there is none yet; after create network shop_default, create db-1',
    'start db-1: it is new',
    'wait until db is healthy: others depend on it; after start db-1',
    'start web-1: it is new; after wait until db is healthy',
  ]);
});

test('a missing image is pulled once for all of its services, or built', async () => {
  const model = await modelOf(`
services:
  a: { image: x }
  b: { image: x }
  c: { build: . }
`);
  const need = (op: 'pull' | 'build') => ({
    id: undefined,
    need: { op, cause: 'there is no such image yet' },
  });
  const images = { a: need('pull'), b: need('pull'), c: need('build') };
  const plan = lines(model, { ...NOTHING, images }, { start: false });
  expect(plan.filter((line) => /^(pull|build)/.test(line))).toEqual([
    'pull x: there is no such image yet',
    'build c as shop-c: there is no such image yet',
  ]);
  expect(plan).toContain('create b-1: there is none yet; after pull x, create network shop_default');
});

test('a project that is up and unchanged takes no step', () => {
  expect(planUp(SHOP, observedOf(SHOP, running()))).toEqual({ steps: [], warnings: [] });
});

test.each([
  [{ configHash: 'other' }, 'its configuration has changed'],
  [{ imageId: 'sha256:old' }, 'its image has changed'],
  [{ networkIds: [] }, 'it is not in network default'],
  [{ volumes: [] }, 'it does not mount volume data'],
])('a container with %j is replaced: %s', (more, cause) => {
  const db = containerOf(SHOP, 'db', { volumes: ['shop_data'], ...more });
  const plan = lines(SHOP, observedOf(SHOP, [containerOf(SHOP, 'web'), db]), { services: ['db'] });
  expect(plan.slice(0, 5)).toEqual([
    `create db-1: ${cause}`,
    'stop db-1: a new one takes its place',
    'remove db-1: a new one takes its place',
    'rename db-1: the name is free now',
    'start db-1: it is new',
  ]);
});

test('a new container takes over the anonymous volumes of the old one, unless they are to be new', () => {
  const observed = observedOf(SHOP, [containerOf(SHOP, 'web', { configHash: 'other' })]);
  const creation = (options: PlanUpOptions) =>
    planUp(SHOP, observed, options).steps.find(({ id }) => id === 'create web-1');
  expect(creation({})).toMatchObject({ inherits: 'web100000000', name: 'web100000000_shop-web-1' });
  expect(creation({ keepAnonymousVolumes: false })).toMatchObject({ inherits: undefined });
});

test('a plan names the ports that are published on all addresses', async () => {
  const ports = '["8080:80", "127.0.0.1:9090:90", "53:53/udp", "70"]';
  const model = await modelOf(`services: { a: { image: x, ports: ${ports}, network_mode: bridge } }`);
  expect(lines(model, NOTHING)[0]).toBe(
    'create a-1 publishing 8080:80, 53:53/udp on all addresses: there is none yet',
  );
});

test('more containers are created with the next numbers; fewer remove the highest ones', async () => {
  const model = await modelOf('services: { a: { image: x, scale: 2 } }');
  const three = [1, 2, 3].map((number) => containerOf(model, 'a', { number }));
  expect(lines(model, observedOf(model, three.slice(1, 2)))[0]).toBe('create a-3: there is none yet');
  expect(lines(model, observedOf(model, three))).toEqual([
    'stop a-3: 2 containers are wanted',
    'remove a-3: 2 containers are wanted',
  ]);
});

test('a container that shares with a service that is replaced is replaced as well', async () => {
  const model = await modelOf('services: { a: { image: x }, b: { image: x, network_mode: "service:a" } }');
  const a = containerOf(model, 'a', { configHash: 'other' });
  const plan = lines(model, observedOf(model, [a, containerOf(model, 'b')]));
  expect(plan).toContainEqual(expect.stringMatching(/^create b-1: it shares with a, which is replaced/));
});

test('a service is stopped and started again around a dependency with restart: true', async () => {
  const model = await modelOf(
    'services: { a: { image: x }, b: { image: x, depends_on: { a: { condition: service_started, restart: true } } } }',
  );
  const a = containerOf(model, 'a', { configHash: 'other' });
  const plan = lines(model, observedOf(model, [a, containerOf(model, 'b')]));
  expect(plan[0]).toBe('stop b-1: a, which it depends on, is replaced');
  expect(plan.at(-1)).toBe('start b-1: it was stopped for this; after start a-1');
});

test('a network with other settings is replaced under its containers, which stay', () => {
  const networks = {
    default: [{ id: 'net-default', name: 'shop_default', configHash: 'other', labels: {} }],
  };
  expect(lines(SHOP, observedOf(SHOP, running(), { networks }))).toEqual([
    'stop db-1: the settings of network default have changed',
    'disconnect db-1 from shop_default: the network makes room for a new one',
    'stop web-1: the settings of network default have changed',
    'disconnect web-1 from shop_default: the network makes room for a new one',
    'remove network shop_default: its settings have changed; after disconnect db-1 from shop_default, disconnect web-1 from shop_default',
    'create network shop_default: its settings have changed',
    'connect db-1 to shop_default: the network is a new one; after create network shop_default',
    'connect web-1 to shop_default: the network is a new one; after create network shop_default',
    'start db-1: it was stopped for this',
    'wait until db is healthy: others depend on it; after start db-1',
    'start web-1: it was stopped for this; after wait until db is healthy',
  ]);
});

test('a volume with other settings keeps its data unless the caller gives it up', () => {
  const volumes = { data: [{ name: 'shop_data', configHash: 'other', labels: {} }] };
  const observed = observedOf(SHOP, running(), { volumes });
  const kept = planUp(SHOP, observed);
  expect(kept.steps).toEqual([]);
  expect(kept.warnings).toEqual([expect.stringContaining('volume shop_data was made with other settings')]);
  expect(lines(SHOP, observed, { recreateVolume: (key) => key === 'data' }).slice(0, 5)).toEqual([
    'stop db-1: a volume that it mounts has other settings now',
    'remove db-1: a volume that it mounts has other settings now',
    'remove volume shop_data: its settings have changed; after remove db-1',
    'create volume shop_data: its settings have changed',
    'create db-1: there is none yet; after create volume shop_data',
  ]);
});

test('containers of services that are gone stay with a warning, or are removed', () => {
  const orphan = containerOf(SHOP, 'web', { id: 'old', name: 'shop-old-1', service: 'old' });
  const observed = observedOf(SHOP, running(), { orphans: [orphan] });
  expect(planUp(SHOP, observed).warnings).toEqual([expect.stringContaining('shop-old-1; removeOrphans')]);
  expect(lines(SHOP, observed, { removeOrphans: true }).slice(0, 2)).toEqual([
    'stop old-1: the project has no such service',
    'remove old-1: the project has no such service',
  ]);
});

test('an interrupted replacement is completed', () => {
  const old = containerOf(SHOP, 'web', { id: 'aaaaaaaaaaaa', configHash: 'other' });
  const fresh = containerOf(SHOP, 'web', {
    id: 'bbbbbbbbbbbb',
    name: 'aaaaaaaaaaaa_shop-web-1',
    state: 'created',
  });
  const db = containerOf(SHOP, 'db', { volumes: ['shop_data'] });
  expect(lines(SHOP, observedOf(SHOP, [old, fresh, db]))).toEqual([
    'stop web-1: one container is wanted',
    'remove web-1: one container is wanted',
    'rename web-1: an earlier replacement did not come to its end',
    'wait until db is healthy: others depend on it',
    'start web-1: it is created; after wait until db is healthy',
  ]);
});

test('waiting for the project waits for each of its services that is not ready yet', () => {
  const [web, db] = running();
  const starting = { ...db!, ready: false };
  expect(lines(SHOP, observedOf(SHOP, [web!, starting]), { wait: true })).toEqual([
    'wait until db is ready: the caller waits for it',
  ]);
  const stopped = { ...web!, state: 'exited', ready: false };
  expect(lines(SHOP, observedOf(SHOP, [stopped, db!]), { wait: true })).toEqual([
    'wait until db is healthy: others depend on it',
    'start web-1: it is exited; after wait until db is healthy',
    'wait until web is ready: the caller waits for it; after start web-1',
  ]);
});
