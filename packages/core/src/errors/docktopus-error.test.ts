import { expect, it } from 'vitest';
import { DocktopusError, isDocktopusError } from './index.ts';

const cause = new Error('EADDRINUSE');
const error = new DocktopusError('port.in-use', {
  operation: 'container.start',
  subject: 'redis',
  reason: 'port 6379 is taken',
  hint: 'Choose another host port',
  cause,
  details: { port: 6379 },
});

it('derives the message from operation, subject, reason and hint', () => {
  expect(error.message).toBe('container.start redis: port 6379 is taken. Choose another host port');
  expect(new DocktopusError('timeout', { operation: 'ping', reason: 'no answer' }).message).toBe(
    'ping: no answer',
  );
  expect([error.cause, error.details, error.name]).toEqual([cause, { port: 6379 }, 'DocktopusError']);
});

it('keeps code, reason, details and cause when a caller further up adds its own operation', () => {
  const outer = error.during('context.start', 'cache');
  expect(outer).toMatchObject({
    code: 'port.in-use',
    operation: 'context.start',
    subject: 'cache',
    cause: error,
  });
  expect(outer.details).toEqual({ port: 6379 });
});

it('is told by its code', () => {
  expect([isDocktopusError(error), isDocktopusError(error, 'timeout'), isDocktopusError(cause)]).toEqual([
    true,
    false,
    false,
  ]);
});
