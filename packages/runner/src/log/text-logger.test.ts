import { DocktopusError } from '@docktopus/core';
import { expect, test } from 'vitest';
import { textLogger } from './text-logger.ts';

function said(level?: 'debug' | 'warn') {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text.replace(/^\d\d:\d\d:\d\d /, ''));
  return { log: textLogger({ level, write }), lines };
}

test('a line has its level, message and facts; the hint, causes and the link of the code stand below', () => {
  const { log, lines } = said();
  const cause = new Error('ECONNREFUSED');
  const err = new DocktopusError('engine.unreachable', {
    operation: 'engine.ping',
    reason: 'no engine',
    hint: 'Start it',
    cause,
  });
  log.info('job "flush" ended', { jobId: 'flush', callId: 'c1', durationMs: 3.2 });
  log.error('job "flush" failed: engine.ping: no engine. Start it', { callId: 'c1', err });
  log.warn('it stops', { calls: ['a', 'b'], nothing: undefined });
  expect(lines).toEqual([
    'info  job "flush" ended callId=c1 durationMs=3.2\n',
    'error job "flush" failed: engine.ping: no engine. Start it callId=c1\n    engine.ping: no engine. Start it\n      caused by Error: ECONNREFUSED\n    See https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md#engine.unreachable\n',
    'warn  it stops\n    a\n    b\n',
  ]);
});

test('lines below the level are left out', () => {
  const { log, lines } = said('warn');
  log.debug('a');
  log.info('b');
  log.warn('c');
  expect(lines).toEqual(['warn  c\n']);
});

test('nothing of a text acts on the terminal', () => {
  const { log, lines } = said();
  log.info('gone \u001b[2J\u001b]0;title\u0007', { name: '\u001b[31mred\r' });
  expect(lines).toEqual(['info  gone  name=red\n']);
});
