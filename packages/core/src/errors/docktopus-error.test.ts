import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { DocktopusError, type Issue, isDocktopusError } from './index.ts';

const cause = new Error('EADDRINUSE');
const error = new DocktopusError('port.in-use', {
  operation: 'container.start',
  subject: 'redis',
  reason: 'port 6379 is taken',
  hint: 'Choose another host port',
  cause,
  details: { status: 500 },
});

describe('the message of an error', () => {
  it('the message is derived from operation, subject, reason and hint', () => {
    expect(error.message).toBe('container.start redis: port 6379 is taken. Choose another host port');
    expect(new DocktopusError('engine.closed', { operation: 'ping', reason: 'no answer' }).message).toBe(
      'ping: no answer',
    );
    expect([error.cause, error.details, error.name]).toEqual([cause, { status: 500 }, 'DocktopusError']);
  });

  it('the hint stands on its own line below a reason of several lines', () => {
    const facts = { operation: 'connect', reason: 'no engine at\n  /a\n  /b', hint: 'Start one' };
    expect(new DocktopusError('engine.unreachable', facts).message).toBe(
      'connect: no engine at\n  /a\n  /b\nStart one',
    );
  });

  it('the message ends with the last ten lines of output, each cut to a readable length', () => {
    const lastLines = [...Array.from({ length: 30 }, (_, index) => `line ${index}`), 'x'.repeat(1_000)];
    const failed = new DocktopusError('container.start-failed', {
      operation: 'container.start',
      reason: 'it ended with exit code 3',
      lastLines,
      hint: 'Look at it',
    });
    const lines = failed.message.split('\n');
    expect(lines[0]).toBe('container.start: it ended with exit code 3. The last lines of its output:');
    expect(lines.slice(1, 10)).toEqual(Array.from({ length: 9 }, (_, index) => `  line ${index + 21}`));
    expect(lines[10]).toBe(`  ${'x'.repeat(300)}…`);
    expect(lines[11]).toBe('Look at it');
    expect(failed.during('context.start').message).toContain('  line 29\n');
  });

  it('the message has no terminal sequences or control characters', () => {
    const reason = 'denied\u001b[2J\u001b]0;owned\u0007\r\u0000 by the registry';
    const refused = new DocktopusError('image.unauthorized', { operation: 'pull', reason });
    expect(refused.message).toBe('pull: denied by the registry');
  });
});

describe('an error', () => {
  it('Node prints an error as DocktopusError, whatever a bundler calls the class, with only the code beside the message', () => {
    const Renamed = { _DocktopusError: class extends DocktopusError {} }._DocktopusError;
    const renamed = new Renamed('timeout', { operation: 'ping', reason: 'late', details: { timeoutMs: 5 } });
    expect(error.stack).toMatch(/^DocktopusError: container\.start redis: port 6379 is taken/);
    const printed = inspect(error, { customInspect: false });
    expect(printed).toMatch(/^DocktopusError: container\.start redis/);
    expect(printed).toContain("code: 'port.in-use'");
    expect(printed).not.toMatch(/operation:|details:|hint:/);
    expect(renamed.stack).toMatch(/^DocktopusError: ping: late/);
  });

  it('JSON.stringify(error) has all facts', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'DocktopusError',
      code: 'port.in-use',
      message: error.message,
      operation: 'container.start',
      subject: 'redis',
      reason: 'port 6379 is taken',
      hint: 'Choose another host port',
      details: { status: 500 },
    });
  });
});

describe('during', () => {
  it('during() keeps code, reason, details and cause, and adds the operation of a caller further up', () => {
    const outer = error.during('context.start', 'cache');
    expect(outer).toMatchObject({
      code: 'port.in-use',
      operation: 'context.start',
      subject: 'cache',
      cause: error,
    });
    expect(outer.details).toEqual({ status: 500 });
  });
});

describe('isDocktopusError', () => {
  it('isDocktopusError() tells errors apart by code', () => {
    expect([
      isDocktopusError(error),
      isDocktopusError(error, 'port.in-use'),
      isDocktopusError(error, 'timeout', 'port.in-use'),
      isDocktopusError(error, 'timeout'),
      isDocktopusError(cause),
      isDocktopusError(undefined),
      isDocktopusError({ code: 'timeout' }),
    ]).toEqual([true, true, true, false, false, false, false]);
  });

  it('isDocktopusError() narrows the details to those of the code', () => {
    const failed: unknown = error;
    if (isDocktopusError(failed, 'spec.invalid'))
      expectTypeOf(failed.details.issues).toEqualTypeOf<readonly Issue[]>();
    if (isDocktopusError(failed, 'timeout', 'spec.invalid')) {
      if (failed.code === 'timeout') expectTypeOf(failed.details.timeoutMs).toEqualTypeOf<number>();
      else expectTypeOf(failed.details.issues).toEqualTypeOf<readonly Issue[]>();
    }
    if (!isDocktopusError(failed)) return;
    // @ts-expect-error: `issues` is not of every error.
    expect(failed.details.issues).toBeUndefined();
    // @ts-expect-error: there is no such code.
    expect(isDocktopusError(failed, 'no.such-code')).toBe(false);
  });
});

describe('an error that is made with facts that types would refuse', () => {
  const fail = () => {
    throw new Error('read');
  };
  const throwing = new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail });
  const make = (facts: unknown) => new DocktopusError('timeout', facts as never);

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'text'],
    ['a list', []],
    ['an empty object', {}],
    ['an object that throws when it is read', throwing],
  ])('%s instead of facts leaves the code, and that no reason was given', (_, facts) => {
    expect(make(facts).message).toBe('timeout: no reason was given');
    expect(make(facts).details).toEqual({});
  });

  it('is made whatever its cause is', () => {
    expect(make({ operation: 'ping', reason: 'late', cause: throwing }).message).toBe('ping: late');
  });

  it.each([
    ['operation', 7, '7: late'],
    ['operation', Symbol('x'), 'Symbol(x): late'],
    ['subject', { a: 1 }, 'ping {"a":1}: late'],
    ['subject', null, 'ping: late'],
    ['hint', 5n, 'ping: late. 5n'],
    ['hint', null, 'ping: late'],
    ['lastLines', 'text', 'ping: late'],
    ['lastLines', [1, null], 'ping: late. The last lines of its output:\n  1\n  '],
    ['reason', undefined, 'ping: no reason was given'],
    ['details', null, 'ping: late'],
  ])('says what can be said of a wrong %s', (field, value, message) => {
    expect(make({ operation: 'ping', reason: 'late', [field]: value }).message).toBe(message);
  });

  it('can be written as JSON, whatever is in its details', () => {
    const round: Record<string, unknown> = {};
    round.round = round;
    for (const details of [{ big: 5n }, round]) {
      const text = JSON.stringify(make({ operation: 'ping', reason: 'late', details }));
      expect(JSON.parse(text)).toMatchObject({ code: 'timeout', details: { unreadable: '[object Object]' } });
    }
  });
});
