import { afterEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { reportEngineWarnings } from './report-engine-warnings.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('each sentence is passed on once for an engine, whatever the spec says', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const [one, other] = [{} as Engine, {} as Engine];
  reportEngineWarnings(one, { strict: 'off' }, [], 'box');
  reportEngineWarnings(one, { strict: 'off' }, ['a', 'b'], 'box');
  reportEngineWarnings(one, { strict: 'warn' }, ['b', 'c'], 'box');
  reportEngineWarnings(one, { strict: 'warn' }, ['a', 'c'], 'box');
  reportEngineWarnings(other, { strict: 'warn' }, ['a'], 'crate');
  const options = { type: 'DocktopusWarning', code: 'DOCKTOPUS_ENGINE_WARNS' };
  expect(warn.mock.calls).toEqual([
    ['box: the engine warns: a; b', options],
    ['box: the engine warns: c', options],
    ['crate: the engine warns: a', options],
  ]);
});

test('strict error refuses, each time', () => {
  const engine = {} as Engine;
  for (const _ of [1, 2]) {
    expect(() => reportEngineWarnings(engine, { strict: 'error' }, ['Weight discarded.'], 'box')).toThrow(
      expect.toSatisfy(
        (error: unknown) =>
          isDocktopusError(error, 'spec.invalid') && error.message.includes('Weight discarded.'),
      ),
    );
  }
});
