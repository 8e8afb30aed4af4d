import { expect, it } from 'vitest';
import { onAbort } from './on-abort.ts';
import { OpenEnding } from './open-ending.ts';

it('calls those who listen once, and keeps the first reason', () => {
  const ending = new OpenEnding<string>();
  const heard: unknown[] = [];
  ending.onEnd(() => heard.push(ending.reason));
  const stop = ending.onEnd(() => heard.push('stopped listening'));
  stop();
  expect(ending.reason).toBeUndefined();
  ending.end('first');
  ending.end('second');
  expect(heard).toEqual(['first']);
  expect(ending.reason).toBe('first');
});

it('has a signal that aborts with it, whichever is first', () => {
  const [early, late] = [new OpenEnding<Error>(), new OpenEnding<Error>()];
  const reason = new Error('enough');
  const { signal } = early;
  expect(signal.aborted).toBe(false);
  for (const ending of [early, late]) ending.end(reason);
  expect(signal).toMatchObject({ aborted: true, reason });
  expect(late.signal).toMatchObject({ aborted: true, reason });
  expect(early.signal).toBe(signal);
});

it('is heard through its signal as if it were listened to itself', () => {
  const ending = new OpenEnding();
  const heard: string[] = [];
  onAbort(ending.signal, () => heard.push('ours'));
  ending.signal.addEventListener('abort', () => heard.push('theirs'));
  ending.end(new Error('enough'));
  expect(heard.sort()).toEqual(['ours', 'theirs']);
});
