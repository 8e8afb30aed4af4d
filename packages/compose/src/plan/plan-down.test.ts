import { printPlan } from '@docktopus/core';
import { expect, test } from 'vitest';
import { containerOf, modelOf, observedOf } from './plan.fixture.ts';
import { type PlanDownOptions, planDown } from './plan-down.ts';

const SHOP = await modelOf(`
services:
  web: { image: web, depends_on: [db] }
  db: { image: db, volumes: ['data:/data', 'theirs:/theirs'] }
volumes: { data: , theirs: { external: true } }
`);

const labels = { 'com.docker.compose.project': 'shop' };
const observed = observedOf(
  SHOP,
  [containerOf(SHOP, 'web'), containerOf(SHOP, 'db', { state: 'exited', labels: { mine: 'yes' } })],
  {
    orphans: [containerOf(SHOP, 'web', { id: 'old', service: 'old' })],
    networks: { default: [{ id: 'n', name: 'shop_default', configHash: 'x', labels }] },
    volumes: {
      data: [{ name: 'shop_data', configHash: 'x', labels }],
      theirs: [{ name: 'theirs', configHash: '', labels: undefined }],
    },
  },
);

const lines = (options?: PlanDownOptions) => printPlan(planDown(SHOP, observed, options)).split('\n');

test('a service goes after those that depend on it, then the networks; volumes stay', () => {
  expect(lines()).toEqual([
    'stop web-1: the project goes down',
    'remove web-1: the project goes down',
    'remove db-1: the project goes down; after remove web-1',
    'remove network shop_default: the project goes down; after remove web-1, remove db-1',
  ]);
});

test('volumes and orphans go if the caller says so; external ones never', () => {
  const all = lines({ volumes: true, removeOrphans: true });
  expect(all).toContainEqual(expect.stringMatching(/^remove volume shop_data/));
  expect(all).toContainEqual(expect.stringMatching(/^remove old-1/));
  expect(all.join()).not.toContain('theirs');
});

test('resources of others stay', () => {
  expect(lines({ only: (given) => given.mine === 'yes' })).toEqual(['remove db-1: the project goes down']);
});
