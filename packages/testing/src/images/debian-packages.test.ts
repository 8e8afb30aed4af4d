import { expect, test } from 'vitest';
import { parseDependencies, parsePackages } from './debian-packages.ts';

const depends = `redis-server
  PreDepends: init-system-helpers
  Depends: redis-tools
 |Depends: default-mta
  Depends: mail-transport-agent
  Depends: <perlapi-5.36.0>
    perl-base
  Recommends: something
redis-tools
  Depends: libc6
libc6
`;

test('the first of several alternative dependencies is taken, and virtual packages are left out', () => {
  expect([...parseDependencies(depends)]).toEqual([
    ['redis-server', ['init-system-helpers', 'redis-tools', 'default-mta']],
    ['redis-tools', ['libc6']],
    ['libc6', []],
  ]);
});

test.each([
  [
    'Package: a\nVersion: 1:2.3-4\n\nPackage: b\nVersion: 5\n',
    [
      { name: 'a', version: '1:2.3-4' },
      { name: 'b', version: '5' },
    ],
  ],
  ['', []],
  ['Package: half\n', []],
])('the dependencies of %j are found', (text, expected) => {
  expect(parsePackages(text)).toEqual(expected);
});
