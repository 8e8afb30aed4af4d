import 'reflect-metadata';
import { container, inject, injectable } from 'tsyringe';
import { expect, test } from 'vitest';

class Dependency {
  readonly name = 'dependency';
}

@injectable()
class Service {
  constructor(@inject(Dependency) readonly dependency: Dependency) {}
}

test('decorators with explicit tokens work without emitted metadata', () => {
  expect(container.resolve(Service).dependency.name).toBe('dependency');
  expect(Reflect.getMetadata('design:paramtypes', Service)).toBeUndefined();
});

test('await using is lowered for Node 20', async () => {
  const events: string[] = [];
  {
    await using _resource = { [Symbol.asyncDispose]: async () => void events.push('disposed') };
    events.push('used');
  }
  expect(events).toEqual(['used', 'disposed']);
});
