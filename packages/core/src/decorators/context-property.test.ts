import { expect, test, vi } from 'vitest';
import { DockerContext } from '../context/index.ts';
import { contextProperty } from './context-property.ts';

const text = {
  decorator: '@box',
  declares: 'a box can be declared',
  hint: 'Let the class extend DockerContext',
};

test('a property of a context is declared with the prototype of its class', () => {
  class Service extends DockerContext {}
  const declare = vi.fn();
  contextProperty(text, declare)(Service.prototype, 'box');
  expect(declare.mock.calls).toEqual([[Service.prototype, 'box']]);
});

test.each<[string, object, unknown, unknown?]>([
  ['Other.box', class Other {}.prototype, 'box'],
  ['Service.method', class Service extends DockerContext {}.prototype, 'method', 0],
])('a decorator of contexts refuses %s', (subject, target, key, index) => {
  const declare = vi.fn();
  expect(() => contextProperty(text, declare)(target, key, index)).toThrow(
    `@box ${subject}: a box can be declared on a property of a DockerContext only`,
  );
  expect(declare).not.toHaveBeenCalled();
});

test('a decorator that the compiler calls as a standard decorator says which compiler option is missing', () => {
  const standard = () =>
    contextProperty(text, vi.fn())(undefined as never, { kind: 'field', name: 'box' } as never);
  expect(standard).toThrow('@box: it was called as a standard decorator');
});
