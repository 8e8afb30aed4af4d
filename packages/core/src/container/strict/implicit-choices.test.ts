import { afterEach, expect, test, vi } from 'vitest';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';
import { criticalOptions, implicitChoices } from './implicit-choices.ts';

const silent = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('redis');
const explicit = silent
  .image('redis:7.4')
  .restartPolicy('unless-stopped')
  .limits({ memory: '256m', cpus: 0.5, pids: 128 })
  .stopTimeout('10s')
  .user('999')
  .logDriver('local')
  .init()
  .readyWhen(ready.port(6379));

afterEach(() => vi.restoreAllMocks());

const optionsOf = (builder: typeof silent) => implicitChoices(builder.spec).map(({ option }) => option);

test('a spec that says nothing leaves every critical option, one that says all leaves none', () => {
  expect(optionsOf(silent)).toEqual(criticalOptions.map(({ option }) => option));
  expect(optionsOf(explicit)).toEqual([]);
});

test.each([
  ['redis', true],
  ['redis:latest', true],
  ['redis:7.4', false],
  [`redis@sha256:${'a'.repeat(64)}`, false],
  [`sha256:${'a'.repeat(64)}`, false],
])('the image %s is a choice: %s', (image, implicit) => {
  expect(optionsOf(explicit.image(image))).toEqual(implicit ? ['image'] : []);
});

test('json-file without a size is a choice, with one it is none', () => {
  expect(optionsOf(explicit.logDriver('json-file'))).toEqual(['logDriver']);
  expect(optionsOf(explicit.logDriver('json-file', { 'max-size': '10m' }))).toEqual([]);
});

test('what createOptions says is said', () => {
  const builder = silent
    .image('redis:7.4')
    .readyWhen(ready.port(1))
    .createOptions({
      User: '1',
      StopTimeout: 1,
      HostConfig: {
        RestartPolicy: { Name: 'no' },
        Memory: 1,
        NanoCpus: 1,
        PidsLimit: 1,
        LogConfig: { Type: 'local' },
        Init: true,
      },
    });
  expect(optionsOf(builder)).toEqual([]);
});

test("'error' refuses them together with every other problem", () => {
  expect(() => explicit.strict('error').image('redis').user('').spec).toThrow(
    [
      'container.spec redis: 2 problems',
      '  user: got "", expected a string that is not empty',
      "  image: got nothing explicit, expected .image('name:1.2.3') or .image('name@sha256:…'), because otherwise the tag is 'latest', which may be another image tomorrow",
    ].join('\n'),
  );
  expect(explicit.strict('error').spec.strict).toBe('error');
});

test("'warn' warns when a slot is made, 'off' never does", () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  silent.slot();
  explicit.strict('warn').slot();
  expect(warn).not.toHaveBeenCalled();
  explicit.strict('warn').image('redis').slot();
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    "redis does not set image; use strict('error') for suggestions or strict('off') to silence this",
    expect.objectContaining({ code: 'DOCKTOPUS_IMPLICIT' }),
  );
});
