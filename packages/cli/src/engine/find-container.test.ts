import { expect, test } from 'vitest';
import { chooseContainer, type OwnedContainer } from './index.ts';

const box = (id: string, name: string, managedName: string, blueprint = 'shop'): OwnedContainer => ({
  id,
  name,
  managedName,
  blueprint,
  session: 's',
  lifetime: 'session',
  image: 'busybox',
  status: 'running',
  health: 'none',
  exitCode: undefined,
  createdAt: '2026-11-28T09:00:00Z',
  statusText: 'Up',
  ports: [],
});

const all = [
  box('aaaa1111', 'shop-db-1', 'db'),
  box('aaaa2222', 'cache-db-1', 'db', 'cache'),
  box('bbbb1111', 'db-of-somebody', 'web'),
];

test.each([
  ['an id', 'aaaa1111', 'aaaa1111'],
  ['the beginning of an id', 'bbbb', 'bbbb1111'],
  ["the engine's name", 'cache-db-1', 'aaaa2222'],
  ["the blueprint's name", 'web', 'bbbb1111'],
  ['blueprint/name', 'cache/db', 'aaaa2222'],
])('%s names a container', (_, wanted, id) => {
  expect(chooseContainer(all, wanted).id).toBe(id);
});

test('a name of two containers is refused, with what tells them apart', () => {
  expect(() => chooseContainer(all, 'db')).toThrow(
    "'db' is the name of 2 containers: shop/db (shop-db-1), cache/db (cache-db-1)",
  );
  expect(() => chooseContainer(all, 'aaaa')).toThrow('is the name of 2 containers');
});

test('three characters of an id are too few', () => {
  expect(() => chooseContainer(all, 'bbb')).toThrow("no container of a blueprint is called 'bbb'");
});
