import { afterEach, expect, test, vi } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { reportIgnoredSettings } from './ignored-settings.ts';

const body = { Healthcheck: { StartInterval: 1 }, HostConfig: { Annotations: { a: 'b' } } };

afterEach(() => {
  vi.restoreAllMocks();
});

test('strict error refuses, and names everything that the engine would drop', () => {
  expect(() => reportIgnoredSettings({ strict: 'error' }, body, '1.41', 'box')).toThrow(
    expect.toSatisfy(
      (error: unknown) =>
        isDocktopusError(error, 'spec.invalid') &&
        /Annotations: .* API 1\.41 .*1\.43 on/.test(error.message) &&
        /StartInterval: .*1\.44 on/.test(error.message),
    ),
  );
});

test('strict warn warns once, off says nothing, and a newer engine has nothing to be told of', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  reportIgnoredSettings({ strict: 'off' }, body, '1.41', 'box');
  for (const strict of ['warn', 'error'] as const) reportIgnoredSettings({ strict }, body, '1.44', 'box');
  expect(warn).not.toHaveBeenCalled();
  reportIgnoredSettings({ strict: 'warn' }, body, '1.43', 'box');
  expect(warn.mock.calls).toEqual([
    [
      'the engine ignores of box, in API 1.43: Healthcheck.StartInterval (works from API 1.44 on)',
      { type: 'DocktopusWarning', code: 'DOCKTOPUS_IGNORED' },
    ],
  ]);
});
