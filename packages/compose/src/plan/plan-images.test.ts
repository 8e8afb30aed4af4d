import { expect, test } from 'vitest';
import type { Service } from '../schema/index.ts';
import { decideImage, type ImageOptions } from './plan-images.ts';

const now = new Date('2026-01-10T00:00:00Z');
const found = { id: 'sha256:1', taggedAt: new Date('2026-01-08T00:00:00Z') };
const base = { command: null, entrypoint: null };

// biome-ignore format: a table reads better in rows
test.each<[Partial<Service>, 'there' | 'missing', ImageOptions, 'pull' | 'build' | undefined]>([
  [{ image: 'x' }, 'there', {}, undefined],
  [{ image: 'x' }, 'missing', {}, 'pull'],
  [{ image: 'x', pull_policy: 'always' }, 'there', {}, 'pull'],
  [{ image: 'x', pull_policy: 'never' }, 'missing', {}, undefined],
  [{ image: 'x' }, 'missing', { pull: 'never' }, undefined],
  [{ image: 'x', pull_policy: 'daily' }, 'there', {}, 'pull'],
  [{ image: 'x', pull_policy: 'weekly' }, 'there', {}, undefined],
  [{ image: 'x', pull_policy: 'every_47h' }, 'there', {}, 'pull'],
  [{ image: 'x', pull_policy: 'every_3d' }, 'there', {}, undefined],
  [{ image: 'x', pull_policy: 'always' }, 'there', { pull: 'missing' }, undefined],
  [{ build: { context: '.' } }, 'missing', {}, 'build'],
  [{ build: { context: '.' } }, 'there', {}, undefined],
  [{ build: { context: '.' } }, 'there', { build: true }, 'build'],
  [{ build: { context: '.' }, pull_policy: 'build' }, 'there', {}, 'build'],
  [{ image: 'x', build: { context: '.' }, pull_policy: 'always' }, 'there', {}, undefined],
])('%j whose image is %s takes, with %j, a %s', (service, state, options, op) => {
  const image = state === 'there' ? found : undefined;
  expect(decideImage({ ...base, ...service } as Service, image, options, now).need?.op).toBe(op);
});
