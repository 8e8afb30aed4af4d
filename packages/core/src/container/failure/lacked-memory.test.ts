import { expect, test } from 'vitest';
import type { Docker, EngineEvent } from '../../engine/index.ts';
import { lackedMemory } from './lacked-memory.ts';

const killed = { exitCode: 137, oomKilled: false, startedAt: new Date(1_700_000_000_250) };
const oom = { action: 'oom', attributes: {} };
const kill = (signal: string) => ({ action: 'kill', attributes: { signal } });
const killOfPodman = { action: 'kill', attributes: {} };

/** An engine whose events these are; it records since when it was asked for them. */
function engineWith(...events: Pick<EngineEvent, 'action' | 'attributes'>[]) {
  const asked: (string | undefined)[] = [];
  const engine: Pick<Docker['engine'], 'watchEvents'> = {
    async watchEvents(onEvent, options) {
      asked.push(options?.since);
      for (const event of events) onEvent({ type: 'container', id: 'c', timeNano: '0', ...event });
      const close = () => undefined;
      return { ended: new Promise(() => undefined), close, [Symbol.dispose]: close };
    },
  };
  return { asked, docker: { engine } as Docker };
}

test.each([
  ['the kernel has told of it', [oom], true],
  ['somebody has killed it', [kill('9'), oom], false],
  ['somebody has killed it on Podman', [killOfPodman, oom], false],
  ['somebody has sent another signal, and then the kernel', [kill('15'), oom], true],
  ['nobody has told of anything', [], false],
])('%s', async (_, events, lacked) => {
  const { asked, docker } = engineWith(...events);
  expect(await lackedMemory(docker, 'c', killed)).toBe(lacked);
  expect(asked).toEqual(['1700000000.250']);
});

test.each([
  ['what the engine says already', { ...killed, oomKilled: true }, true],
  ['an end that no signal has made', { ...killed, exitCode: 1 }, false],
])('%s needs no events', async (_, exit, lacked) => {
  const { asked, docker } = engineWith(oom);
  expect(await lackedMemory(docker, 'c', exit)).toBe(lacked);
  expect(asked).toEqual([]);
});

test('ends with the signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(lackedMemory(engineWith().docker, 'c', killed, signal)).rejects.toThrow('enough');
});
