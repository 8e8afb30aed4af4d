import { expect, test } from 'vitest';
import { hostPathOf } from './host-path.ts';

const mounts = [
  { Type: 'bind', Source: '/srv/app', Destination: '/app', RW: true },
  { Type: 'bind', Source: '/srv/data', Destination: '/app/data', RW: true },
  { Type: 'bind', Source: '/run/user/1000/docker.sock', Destination: '/var/run/docker.sock', RW: true },
  {
    Type: 'volume',
    Name: 'cache',
    Source: '/var/lib/docker/volumes/cache/_data',
    Destination: '/cache',
    RW: true,
  },
  { Type: 'tmpfs', Source: '', Destination: '/scratch', RW: true },
];

test.each([
  ['a mounted directory', '/app', '/srv/app'],
  ['a path inside of it', '/app/conf/a.yaml', '/srv/app/conf/a.yaml'],
  ['a mount inside of a mount', '/app/data/db', '/srv/data/db'],
  ['a name that begins like a mount', '/app/database', '/srv/app/database'],
  ['a mounted socket', '/var/run/docker.sock', '/run/user/1000/docker.sock'],
  ['a path in a volume', '/cache/x', '/var/lib/docker/volumes/cache/_data/x'],
  ["the kernel's own", '/dev/kvm', '/dev/kvm'],
  ['memory', '/scratch/x', undefined],
  ["the image's own files", '/etc/passwd', undefined],
  ['a neighbour of a mount', '/apps', undefined],
])('%s', (_, path, expected) => {
  expect(hostPathOf(path, mounts)).toBe(expected);
});

test('a container that has the whole file system of the host mounted sees its paths below', () => {
  expect(hostPathOf('/host/etc', [{ Type: 'bind', Source: '/', Destination: '/host', RW: true }])).toBe(
    '/etc',
  );
  expect(hostPathOf('/host', [{ Type: 'bind', Source: '/', Destination: '/host', RW: true }])).toBe('/');
});
