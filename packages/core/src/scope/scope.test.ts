import { expect, it } from 'vitest';
import { Scope } from './index.ts';

it('a scope closes everything once, in reverse order, one after the other', async () => {
  const order: string[] = [];
  const scope = new Scope('test');
  scope.use(() => void order.push('function'));
  scope.use({ [Symbol.dispose]: () => void order.push('disposable') });
  scope.use({
    async [Symbol.asyncDispose]() {
      order.push('async begins');
      await Promise.resolve();
      order.push('async ends');
    },
  });
  await Promise.all([scope.close(), scope.close()]);
  await scope.close();
  expect(order).toEqual(['async begins', 'async ends', 'disposable', 'function']);
});

it('a scope closes the others when one fails to close, and reports every failure', async () => {
  const closed: string[] = [];
  const [first, second] = [new Error('first'), new Error('second')];
  const scope = new Scope('redis');
  scope.use(() => void closed.push('bottom'));
  scope.use(() => Promise.reject(second));
  scope.use(() => {
    throw first;
  });
  await expect(scope.close()).rejects.toMatchObject({
    message: 'redis: 2 things failed to close',
    errors: [first, second],
    cause: first,
  });
  expect(closed).toEqual(['bottom']);
});

it('a scope reports a single failure unwrapped', async () => {
  const only = new Error('only');
  const scope = new Scope('redis');
  scope.use(() => Promise.reject(only));
  await expect(scope.close()).rejects.toBe(only);
});

it('a closed scope takes nothing more', async () => {
  const scope = new Scope('redis');
  await scope.close();
  expect(() => scope.use(() => undefined)).toThrow('scope.use redis: it has been closed');
});
