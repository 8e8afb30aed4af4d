import { expect, test } from 'vitest';
import type { CreateContainerBody } from '../model/create-container-body.ts';
import { ignoredFields } from './ignored-fields.ts';

const mount = { Type: 'bind', Source: '/a', Target: '/b' } as const;

test.each<[string, CreateContainerBody, string[]]>([
  ['1.41', {}, []],
  ['1.52', { Image: 'x', HostConfig: { Memory: 1 } }, []],
  ['1.43', { Healthcheck: { StartInterval: 1 } }, ['Healthcheck.StartInterval needs API 1.44']],
  ['1.44', { Healthcheck: { StartInterval: 1 } }, []],
  ['1.43', { Healthcheck: { StartInterval: 0 } }, []],
  [
    '1.43',
    { NetworkingConfig: { EndpointsConfig: { a: {}, b: { MacAddress: '02:00:00:00:00:01' } } } },
    ['NetworkingConfig.EndpointsConfig[].MacAddress needs API 1.44'],
  ],
  ['1.44', { NetworkingConfig: { EndpointsConfig: { b: { MacAddress: '02:00:00:00:00:01' } } } }, []],
  ['1.51', { MacAddress: '02:00:00:00:00:01' }, []],
  ['1.52', { MacAddress: '02:00:00:00:00:01' }, ['MacAddress works only before API 1.52']],
  ['1.41', { HostConfig: { KernelMemory: 1, KernelMemoryTCP: 1 } }, []],
  ['1.42', { HostConfig: { KernelMemory: 1 } }, ['HostConfig.KernelMemory works only before API 1.42']],
  [
    '1.41',
    { HostConfig: { Mounts: [mount, { ...mount, BindOptions: { ReadOnlyForceRecursive: true } }] } },
    ['HostConfig.Mounts[].BindOptions.ReadOnlyForceRecursive needs API 1.44'],
  ],
  [
    '1.44',
    { HostConfig: { Mounts: [{ Type: 'volume', Target: '/b', VolumeOptions: { Subpath: 'x' } }] } },
    ['HostConfig.Mounts[].VolumeOptions.Subpath needs API 1.45'],
  ],
])('API %s, %j', (apiVersion, body, expected) => {
  expect(ignoredFields(body, apiVersion).map(({ field, reason }) => `${field} ${reason}`)).toEqual(expected);
});
