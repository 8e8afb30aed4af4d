import { afterEach, expect, test, vi } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { reportIgnoredSettings } from './report-ignored-settings.ts';

const body = { Healthcheck: { StartInterval: 1 }, HostConfig: { Annotations: { a: 'b' } } };

afterEach(() => {
  vi.restoreAllMocks();
});

test('strict error refuses, and names everything that the engine would drop', () => {
  expect(() => reportIgnoredSettings({ strict: 'error' }, body, '1.41', 'box')).toThrow(
    expect.toSatisfy(
      (error: unknown) =>
        isDocktopusError(error, 'spec.invalid') &&
        error.message ===
          'container.create box: 2 problems\n' +
            '  HostConfig.Annotations: got a value, expected none, because the engine (API 1.41) ignores it; it needs API 1.43\n' +
            '  Healthcheck.StartInterval: got a value, expected none, because the engine (API 1.41) ignores it; it needs API 1.44',
    ),
  );
});

test('strict warn warns once, off says nothing, and a newer engine has nothing to be told of', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  reportIgnoredSettings({ strict: 'off' }, body, '1.41', 'box');
  for (const strict of ['warn', 'error'] as const) reportIgnoredSettings({ strict }, body, '1.44', 'box');
  expect(warn).not.toHaveBeenCalled();
  for (let run = 0; run < 2; run++) reportIgnoredSettings({ strict: 'warn' }, body, '1.43', 'ignored-box');
  expect(warn.mock.calls).toEqual([
    [
      'ignored-box: the engine (API 1.43) ignores Healthcheck.StartInterval (needs API 1.44)',
      { type: 'DocktopusWarning', code: 'DOCKTOPUS_IGNORED' },
    ],
  ]);
});
