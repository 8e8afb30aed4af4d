import { concat, NEVER, of } from 'rxjs';
import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/index.ts';
import type { StatusHub } from '../../status/index.ts';
import { wasOomKilled } from './was-oom-killed.ts';

const killed = { exitCode: 137, oomKilled: false, startedAt: new Date(1_700_000_000_250) };
const oom = { action: 'oom', attributes: {} };
const kill = (signal: string) => ({ action: 'kill', attributes: { signal } });
const killOfPodman = { action: 'kill', attributes: {} };

/** A hub that has heard these events; it records what it was asked for. */
function hubThatHeard(...events: Pick<EngineEvent, 'action' | 'attributes'>[]) {
  const asked: unknown[] = [];
  const hub: Pick<StatusHub, 'heard'> = {
    heard(...question) {
      asked.push(question);
      const about = { type: 'container', id: 'c', timeNano: '0' };
      return concat(of(...events.map((event) => ({ ...about, ...event }))), NEVER);
    },
  };
  return { asked, hub };
}

test.each([
  ['an oom event was heard', [oom], true],
  ['a SIGKILL from outside was heard first', [kill('9'), oom], false],
  ['a kill was heard on Podman, which names no signal', [killOfPodman, oom], false],
  ['another signal was heard, and then an oom event', [kill('15'), oom], true],
  ['nothing was heard', [], false],
])('a container ended by SIGKILL, of which %s', async (_, events, lacked) => {
  const { asked, hub } = hubThatHeard(...events);
  expect(await wasOomKilled(hub, 'c', killed)).toBe(lacked);
  expect(asked).toEqual([['c', ['oom', 'kill'], 1_700_000_000_250]]);
});

test.each([
  ['the engine says that memory ran out', { ...killed, oomKilled: true }, true],
  ['no SIGKILL has ended it', { ...killed, exitCode: 1 }, false],
])('when %s, no events are asked for', async (_, exit, lacked) => {
  const { asked, hub } = hubThatHeard(oom);
  expect(await wasOomKilled(hub, 'c', exit)).toBe(lacked);
  expect(asked).toEqual([]);
});

test('the question whether memory ran out ends with its signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(wasOomKilled(hubThatHeard().hub, 'c', killed, signal)).rejects.toThrow('enough');
});
