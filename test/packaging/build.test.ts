import { expect, inject, test } from 'vitest';
import type {} from './build-setup.ts';

test('the packages build', () => {
  const { ok, output } = inject('build');
  expect(ok, output).toBe(true);
});
