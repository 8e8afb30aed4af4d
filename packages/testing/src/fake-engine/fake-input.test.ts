import { isDocktopusError } from '@docktopus/core';
import { afterAll, expect, test } from 'vitest';
import { FakeEngine } from './index.ts';

const fake = new FakeEngine({ ports: 'none' });
afterAll(() => fake[Symbol.asyncDispose]());

function problemOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (isDocktopusError(error, 'spec.invalid')) return error.message;
    throw error;
  }
}

const wrong = (value: unknown) => value as never;

test.each<[string, () => unknown, string]>([
  ['no options', () => new FakeEngine(wrong(null)), 'options: got null, expected an object'],
  ['a wrong mode of time', () => new FakeEngine({ time: wrong('manul') }), "time: got \"manul\", expected one of 'real', 'manual'; did you mean 'manual'?"],
  ['a wrong mode of ports', () => new FakeEngine({ ports: wrong(true) }), 'ports: got true'],
  ['images that are a list', () => new FakeEngine({ images: wrong([]) }), 'images: got [], expected an object'],
  ['an unknown option', () => new FakeEngine(wrong({ tiem: 'manual' })), "tiem: got an unknown key"],
  ['a fault on no operation', () => fake.hang(wrong('startContaner')), "did you mean 'startContainer'?"],
  ['a fault that never happens', () => fake.hang('ping', { times: 0 }), 'options.times: got 0'],
  ['a status that is none', () => fake.fail('ping', 42), 'status: got 42, expected a whole number from 100 to 599'],
  ['a message that is none', () => fake.fail('ping', 500, wrong(7)), 'message: got 7, expected a string'],
  ['bytes that are none', () => fake.cut('ping', Number.NaN), 'afterBytes: got NaN'],
  ['a time that is none', () => fake.slow(-1), 'ms: got -1'],
  ['a moment in the past', () => fake.advance(-5), 'ms: got -5'],
  ['half an event', () => fake.dropEvents(0.5), 'count: got 0.5'],
  ['no name of a container', () => fake.kill(wrong(undefined)), 'idOrName: got undefined'],
  ['an exit code that is none', () => fake.exit('box', 256), 'exitCode: got 256'],
  ['a verdict that is none', () => fake.health('box', wrong('ill')), 'verdict: got "ill"'],
  ['a program that is none', () => fake.container('box', wrong('sleep')), 'program: got "sleep", expected a function'],
  ['an image without a name', () => fake.image('', {}), 'reference: got "", expected a string that is not empty'],
  ['a script that is none', () => fake.image('a:1', wrong(null)), 'script: got null'],
  ['failing pulls with no status', () => fake.pullFails('no', { status: wrong('x') }), 'pullOptions.status: got "x"'],
  ['a socket that is a number', () => fake.listen(wrong(80)), 'socketPath: got 80'],
])('%s is refused in words', (_, call, text) => {
  expect(problemOf(call)).toContain(text);
}); // biome-ignore format: rows

test('all problems of a call are told at once', () => {
  const text = problemOf(() => fake.fail(wrong('nothing'), 7, wrong(1), { times: -1 }));
  for (const name of ['operation', 'status', 'message', 'options.times'])
    expect(text).toContain(`${name}: got`);
});
