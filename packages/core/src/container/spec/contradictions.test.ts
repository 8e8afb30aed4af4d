import { expect, test } from 'vitest';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');

test.each([
  ['memory and swap', box.limits({ memory: '2m', memorySwap: '1m' }), 'limits.memorySwap'],
  ['swap without memory', box.limits({ memorySwap: '1m' }), 'limits.memorySwap'],
  [
    'a reservation above the limit',
    box.limits({ memory: '1m', memoryReservation: '2m' }),
    'limits.memoryReservation',
  ],
  ['one host port twice', box.ports('80:1', '80:2'), 'ports'],
  ['one host port on all addresses', box.ports('80:1', '0.0.0.0:80:2'), 'ports'],
  ['one target twice', box.binds('/a:/x').volumes('data:/x'), 'mounts'],
  ['a target that is a tmpfs', box.binds('/a:/x').tmpfs('/x'), 'mounts'],
  ['ports of the host', box.networks('host').ports(80), 'networks'],
  ['the host and a network', box.networks('host', 'mine'), 'networks'],
  ['the name of a shared network', box.networks('container:x').hostname('y'), 'hostname'],
  ['removed and restarted', box.autoRemove().restartPolicy('always'), 'autoRemove'],
  ['removed and persistent', box.autoRemove().lifetime('persistent'), 'autoRemove'],
  ['healthy without a check', box.healthcheck('none').readyWhen(ready.healthy()), 'readyWhen'],
])('%s', (_what, builder, path) => {
  expect(() => builder.spec).toThrow(new RegExp(`1 problem\\n {2}${path}: `));
});

test.each([
  ['any free ports', box.ports('0:1', '0:2')],
  ['one port for two protocols', box.ports('80:1', '80:1/udp')],
  ['one port on two addresses', box.ports('127.0.0.1:80:1', '127.0.0.2:80:1', '[::1]:80:1')],
  ['removed and never restarted', box.autoRemove().restartPolicy('no')],
])('%s do not', (_what, builder) => {
  expect(builder.spec.image).toBe('busybox:1.36');
});
