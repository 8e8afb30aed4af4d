import { describe, expect, test } from 'vitest';
import type { ContainerInspect } from '../../engine/index.ts';
import { type ContainerSnapshot, noContainer } from '../../status/index.ts';
import { acceptedExits } from './accepted-exits.ts';
import { deathError, deathOf } from './death-of.ts';
import { defaultCondition } from './default-condition.ts';
import { describeCondition } from './describe-condition.ts';
import { ready } from './ready.ts';

const snapshot = (facts: Partial<ContainerSnapshot>): ContainerSnapshot => ({
  ...noContainer('a'),
  ...facts,
});

describe('whether a container has died since its start', () => {
  test.each<[string, Partial<ContainerSnapshot>, string | undefined]>([
    ['removed', { status: undefined }, 'was removed'],
    ['not started yet', { status: 'created' }, undefined],
    ['failed to start', { status: 'created', error: 'no such file' }, 'could not be started: no such file'],
    ['running', { status: 'running', restartCount: 2 }, undefined],
    ['paused', { status: 'paused', restartCount: 2 }, undefined],
    [
      'running again',
      { status: 'running', restartCount: 3 },
      'ended, and its restart policy has started it again',
    ],
    ['ended well', { status: 'exited', exitCode: 0 }, 'exited with code 0'],
    ['ended badly', { status: 'exited', exitCode: 3 }, 'exited with code 3'],
    ['being removed', { status: 'removing', exitCode: 137 }, 'exited with code 137'],
    ['dead', { status: 'dead', exitCode: 1 }, 'exited with code 1'],
    [
      'in back-off',
      { status: 'restarting', exitCode: 3 },
      'exited with code 3, and its restart policy is about to start it again',
    ],
    [
      'out of memory',
      { status: 'exited', exitCode: 137, oomKilled: true },
      'was killed because it ran out of memory: exit code 137',
    ],
  ])('%s', (_, facts, reason) => {
    expect(deathOf(snapshot(facts), 2)?.reason).toBe(reason);
  });

  test('the error has what happened as data', () => {
    const dead = snapshot({ status: 'exited', exitCode: 137, oomKilled: true });
    const error = deathError({ snapshot: dead, reason: 'exited with code 137' }, 'box');
    expect(error).toMatchObject({
      code: 'container.exited',
      subject: 'box',
      details: { exitCode: 137, oomKilled: true },
    });
    expect(error.message).toBe('container.start box: it exited with code 137 before it was ready');
    expect(deathError({ snapshot: noContainer('a'), reason: 'was removed' }, 'box').code).toBe(
      'container.removed',
    );
  });
});

describe('what a container without readyWhen is waited for', () => {
  const bound = [{ HostIp: '127.0.0.1', HostPort: '32768' }];
  test.each<[string, readonly string[] | undefined, Record<string, typeof bound | null>, string]>([
    ['nothing', undefined, {}, 'running'],
    ['a port that is only exposed', undefined, { '80/tcp': null }, 'running'],
    ['a published udp port', undefined, { '53/udp': bound }, 'running'],
    [
      'published ports',
      undefined,
      { '80/tcp': bound, '53/udp': bound, '81/tcp': bound },
      'all(port(80), port(81))',
    ],
    ['a health check', ['CMD', 'true'], { '80/tcp': bound }, 'healthy'],
    ['a health check that is turned off', ['NONE'], { '80/tcp': bound }, 'all(port(80))'],
    ['an empty health check', [], {}, 'running'],
  ])('%s', (_, Test, Ports, expected) => {
    const inspect = {
      Config: { Image: '', ...(Test && { Healthcheck: { Test } }) },
      NetworkSettings: { Ports },
    } as unknown as ContainerInspect;
    expect(describeCondition(defaultCondition(inspect, {}))).toBe(expected);
  });

  const checked = {
    Config: { Image: '', Healthcheck: { Test: ['CMD', 'true'] } },
    NetworkSettings: { Ports: { '9229/tcp': bound } },
  } as unknown as ContainerInspect;
  const port = { containerPort: 9229, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 0 } as const;
  test.each<[string, Parameters<typeof defaultCondition>[1], string]>([
    ["the image's health check and published ports: the ports", { ports: [port] }, 'all(port(9229))'],
    [
      'a declared health check and published ports: the check',
      { ports: [port], healthcheck: { retries: 1 } },
      'healthy',
    ],
    ["nothing, and the image's health check: the check", {}, 'healthy'],
    [
      "only a udp port, and the image's health check: the check",
      { ports: [{ ...port, protocol: 'udp' }] },
      'healthy',
    ],
  ])('a spec with %s', (_, spec, expected) => {
    expect(describeCondition(defaultCondition(checked, spec))).toBe(expected);
  });
});

test('conditions print as in the source, without the arguments of commands', () => {
  const condition = ready.all(
    ready.any(ready.healthy(), ready.http(8080, '/ready')),
    ready.log('started'),
    ready.log(/ready (\d+)/i, { times: 2 }),
    ready.exit(3),
    ready.command(['mysqladmin', '--password=secret', 'ping']),
  );
  expect(describeCondition(condition)).toBe(
    'all(any(healthy, http(8080, "/ready")), log("started"), log(/ready (\\d+)/i), exit(3), command("mysqladmin"))',
  );
});

test('the exit codes that are no failure', () => {
  expect(acceptedExits({ kind: 'running' })).toEqual([0]);
  expect(acceptedExits(ready.port(80))).toEqual([]);
  expect(acceptedExits(ready.any(ready.port(80), ready.all(ready.exit(), ready.exit(3))))).toEqual([0, 3]);
});
