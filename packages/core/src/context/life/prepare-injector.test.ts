import { expect, test } from 'vitest';
import { Injector } from '../../di/index.ts';
import { construct } from './prepare-injector.ts';

test('what a context lacks is said with the name of its class', () => {
  class ShopContext {
    constructor() {
      Injector.create().resolve('queue');
    }
  }
  const failing = () => construct(Injector.create(), ShopContext);
  expect(failing).toThrow(/ShopContext → "queue"/);
  expect(failing).not.toThrow(/Symbol/);
});
