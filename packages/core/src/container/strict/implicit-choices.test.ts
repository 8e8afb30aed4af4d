import { afterEach, expect, test, vi } from 'vitest';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';
import { criticalOptions, implicitChoices } from './implicit-choices.ts';

const empty = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }));
const silent = empty.image('redis');
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
  expect(optionsOf(silent)).toEqual(
    criticalOptions.map(({ option }) => option).filter((option) => option !== 'ports'),
  );
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

test('choices made in createOptions count as made', () => {
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

test("'warn' warns of what has brought services down when a slot is made, 'off' never does", () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  silent.slot();
  explicit.strict('warn').slot();
  // A process that is not process 1, a stop timeout, a user: advice on request.
  empty.image('redis:7.4').limits({ memory: '1g', pids: 9 }).logDriver('local').strict('warn').slot();
  expect(warn).not.toHaveBeenCalled();
  silent.image('redis').name('of-warn-test').strict('warn').slot();
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    "of-warn-test does not set image, limits.memory, limits.pids, logDriver; use strict('error') for suggestions or strict('off') to silence this",
    { type: 'DocktopusWarning', code: 'DOCKTOPUS_IMPLICIT' },
  );
});

test("'warn' says the same of one spec once, however often a job makes it", () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const job = empty.image('busybox:1.36').name('of-once-test').cmd(['echo', 'hello']).strict('warn');
  for (let run = 0; run < 3; run++) job.env({ RUN: run }).slot();
  job.image('busybox').slot();
  expect(warn.mock.calls.map(([message]) => String(message).split(';')[0])).toEqual([
    'of-once-test does not set limits.memory, limits.pids, logDriver',
    'of-once-test does not set image, limits.memory, limits.pids, logDriver',
  ]);
});

test.each([
  [{ '80/tcp': [{ HostPort: '80' }] }, ['ports']],
  [{ '80/tcp': [{ HostIp: '', HostPort: '80' }] }, ['ports']],
  [{ '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '80' }] }, []],
  [{ '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '80' }] }, []],
])('the port bindings %j of createOptions leave %j to the engine', (PortBindings, left) => {
  expect(optionsOf(explicit.createOptions({ HostConfig: { PortBindings } }))).toEqual(left);
});
