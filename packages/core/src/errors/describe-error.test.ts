import { expect, test } from 'vitest';
import { DocktopusError, describeError, invalid } from './index.ts';

const engine = Object.assign(new Error('(HTTP code 500) port is already allocated'), {
  reason: 'port is already allocated',
});
const inner = new DocktopusError('port.in-use', {
  operation: 'engine.startContainer',
  reason: 'port is already allocated',
  cause: engine,
});

test('a failure is one line if its causes say nothing more', () => {
  expect(describeError(inner.during('container.start', 'redis'))).toBe(
    'container.start redis: port is already allocated',
  );
});

test('each cause that says more stands below what it has caused', () => {
  const failed = new DocktopusError('context.failed', {
    operation: 'Cache.onInit',
    reason: 'the cache cannot be filled',
    hint: 'Look at its database',
    cause: new Error('select failed', { cause: new Error('relation "x" does not exist\nLINE 1') }),
  });
  expect(describeError(failed)).toBe(
    [
      'Cache.onInit: the cache cannot be filled. Look at its database',
      '  caused by Error: select failed',
      '    caused by Error: relation "x" does not exist',
      '    LINE 1',
    ].join('\n'),
  );
});

test('the text for people ends with the link of the code', () => {
  expect(describeError(inner, { help: true })).toBe(
    `${describeError(inner)}\nSee https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md#${inner.code}`,
  );
});

test('several failures are listed, each once', () => {
  const several = new AggregateError([inner, new Error('disk full')], '2 containers failed', {
    cause: inner,
  });
  expect(describeError(several)).toBe(
    [
      'AggregateError: 2 containers failed',
      '  - engine.startContainer: port is already allocated',
      '  - Error: disk full',
    ].join('\n'),
  );
});

test('problems that an error has taken over from its cause are listed once, also among several failures', () => {
  const issues = [{ path: 'logLevel', got: '"loud"', expected: 'one of info, warn' }];
  const cause = invalid('config.invalid', 'config', issues);
  const failed = new AggregateError(
    [cause.during('inject', 'Cache → .env'), new Error('disk full')],
    '2 failures',
  );
  expect(describeError(failed)).toBe(
    [
      'AggregateError: 2 failures',
      '  - inject Cache → .env: 1 problem',
      '    logLevel: got "loud", expected one of info, warn',
      '  - Error: disk full',
    ].join('\n'),
  );
});

test('stacks are shown on request, with every cause', () => {
  const text = describeError(inner, { stacks: true });
  expect(text).toMatch(/^DocktopusError: engine\.startContainer: port is already allocated\n {4}at /);
  expect(text).toMatch(/\n {2}caused by Error: \(HTTP code 500\) port is already allocated\n {6}at /);
});

test('circles and long chains end', () => {
  const circle = new Error('a');
  circle.cause = circle;
  expect(describeError(circle)).toBe('Error: a');
  let chain = new Error('0');
  for (let depth = 1; depth < 100; depth += 1) chain = new Error(`<${depth}>`, { cause: chain });
  expect(describeError(chain).split('\n')).toHaveLength(20);
});

test.each([
  ['text', "'text'"],
  [undefined, 'undefined'],
  [Object.create(null), '[Object: null prototype] {}'],
])('a thrown %s that is no error is shown', (thrown, text) => {
  expect(describeError(thrown)).toBe(text);
});

test('an error that throws when it is read is named as such, and what is above it is shown', () => {
  const odd = new Error('odd');
  Object.defineProperty(odd, 'message', {
    get: () => {
      throw new Error('no access');
    },
  });
  const gone = Proxy.revocable({}, {});
  gone.revoke();
  expect(describeError(new AggregateError([odd, gone.proxy], 'all'))).toBe(
    'AggregateError: all\n  - an error that cannot be read\n  - an error that cannot be read',
  );
});
