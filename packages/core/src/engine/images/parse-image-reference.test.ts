import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isImageId,
  parseImageReference,
  printFamiliar,
  printImageReference,
  withDefaultTag,
} from './parse-image-reference.ts';

const SHA256 = `sha256:${'f'.repeat(64)}`;
const SHA512 = `sha512:${'f'.repeat(128)}`;
const HEX64 = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a';

// biome-ignore format: a table reads better in rows
const full: readonly [text: string, full: string][] = [
  ['redis', 'docker.io/library/redis'], ['redis:7.4', 'docker.io/library/redis:7.4'],
  [`redis@${SHA256}`, `docker.io/library/redis@${SHA256}`],
  [`redis:7.4@${SHA256}`, `docker.io/library/redis:7.4@${SHA256}`], ['dmcgowan/myapp', 'docker.io/dmcgowan/myapp'],
  ['test_com', 'docker.io/library/test_com'], ['test_com/foo', 'docker.io/test_com/foo'],
  ['test.com:tag', 'docker.io/library/test.com:tag'], ['test.com:5000', 'docker.io/library/test.com:5000'],
  ['192.168.0.1', 'docker.io/library/192.168.0.1'], ['192.168.0.1:80', 'docker.io/library/192.168.0.1:80'],
  ['foo_bar.com:8080', 'docker.io/library/foo_bar.com:8080'],
  ['foo/foo_bar.com:8080', 'docker.io/foo/foo_bar.com:8080'],
  ['lowercase:Uppercase', 'docker.io/library/lowercase:Uppercase'], ['dbcc1', 'docker.io/library/dbcc1'],
  [HEX64.slice(1), `docker.io/library/${HEX64.slice(1)}`], [`docker.io/${HEX64}`, `docker.io/library/${HEX64}`],
  ['docker.io/foo', 'docker.io/library/foo'], ['docker.io/library/foo/bar', 'docker.io/library/foo/bar'],
  ['index.docker.io/fooo/bar', 'docker.io/fooo/bar'], ['index.docker.io/debian', 'docker.io/library/debian'],
  ['library/debian', 'docker.io/library/debian'], ['localhost/app', 'localhost/app'],
  ['localhost:5000/app', 'localhost:5000/app'], ['localhost', 'docker.io/library/localhost'],
  ['test:5000/repo:tag', 'test:5000/repo:tag'], [`test:5000/repo:tag@${SHA256}`, `test:5000/repo:tag@${SHA256}`],
  ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000/repo:5050'], ['test-com:8080/foo', 'test-com:8080/foo'],
  ['sub-dom1.foo.com/bar/baz/quux:some-long-tag', 'sub-dom1.foo.com/bar/baz/quux:some-long-tag'],
  ['b.gcr.io/test.example.com/my-app:test.example.com', 'b.gcr.io/test.example.com/my-app:test.example.com'],
  ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com/myimage:xn--n3h.com'],
  [`xn--7o8h.com/myimage:xn--7o8h.com@${SHA512}`, `xn--7o8h.com/myimage:xn--7o8h.com@${SHA512}`],
  ['Docker/docker', 'Docker/docker'], ['DOCKER/docker', 'DOCKER/docker'],
  ['[2001:db8::1]/repo', '[2001:db8::1]/repo'],
  ['[2001:db8:1:2:3:4:5:6]/repo:tag', '[2001:db8:1:2:3:4:5:6]/repo:tag'],
  [`[2001:db8::1]:5000/repo:tag@${SHA256}`, `[2001:db8::1]:5000/repo:tag@${SHA256}`],
  ['[::1]:5000/repo', '[::1]:5000/repo'], ['docker---rules/docker', 'docker.io/docker---rules/docker'],
  ['dock__er/docker', 'docker.io/dock__er/docker'], ['jess/t', 'docker.io/jess/t'],
  [`a.b/${'a/'.repeat(127)}a:tag-puts-this-over-max`, `a.b/${'a/'.repeat(127)}a:tag-puts-this-over-max`],
  [`x:${'t'.repeat(128)}`, `docker.io/library/x:${'t'.repeat(128)}`],
];

test.each(full)('%s is %s', (text, expected) => {
  const result = parseImageReference(text);
  expect(result.ok && printImageReference(result.value)).toBe(expected);
});

// biome-ignore format: a table reads better in rows
const refusedTexts: readonly string[] = [
  '', ' ', ' redis', 'redis ', ':justtag', `@${SHA256}`, 'redis:', 'redis@', 'redis:7:4', 'redis@@',
  `repo@sha256:${'f'.repeat(34)}`, `repo@sha256:${'F'.repeat(64)}`, `repo@sha256:${'g'.repeat(64)}`,
  `repo@invalid:${'f'.repeat(64)}`, `repo@sha256${'f'.repeat(64)}`, `repo@${SHA256}:tag`, 'Uppercase:tag',
  'Uppercase', 'test:5000/Uppercase/lowercase:tag', 'docker/Docker', 'docker.io/docker/Docker',
  `${'a/'.repeat(128)}a:tag`, `x:${'t'.repeat(129)}`, 'x:-tag', 'x:.tag', 'x:t ag', 'aa/asdf$$^/aa',
  'https://github.com/docker/docker', '-docker', '-docker/docker', '-docker.io/docker/docker', 'docker-/docker',
  'docker///docker', 'docker.io/docker///docker', '/docker', 'docker/', 'docker.io/', '[fc00::1]', '[fc00::1]:5000',
  '[2001:db8::1]:tag', 'fc00::1:5000/debian', '[fe80::1%eth0]:5000/debian', '[2001:db8:3:4::192.0.2.33]:5000/debian',
  '[::1/x', ']::1[/x', HEX64, SHA256, '____/____', '_docker/_docker', 'dock..er/docker', 'dock_.er/docker',
  'dock-.er/docker', 'a___b', 'registry:port/x', 'café', 'redis:7.4\n', 'redis\0',
];

test.each(refusedTexts)('%j is refused', (text) => {
  expect(parseImageReference(text).ok).toBe(false);
});

test('an upper-case name is refused with its lower-case form', () => {
  expect(parseImageReference('Redis:7')).toMatchObject({
    ok: false,
    expected: 'a name in lower case, such as redis',
  });
});

test.each([
  [HEX64, true],
  [`sha256:${HEX64}`, true],
  [HEX64.toUpperCase(), false],
  [HEX64.slice(1), false],
])('%s is an image id: %s', (text, expected) => {
  expect(isImageId(text)).toBe(expected);
});

test.each([
  ['redis', 'redis:latest'],
  ['redis:7.4', 'redis:7.4'],
  [`redis@${SHA256}`, `redis@${SHA256}`],
  ['docker.io/library/ubuntu-12.04-base', 'ubuntu-12.04-base:latest'],
  ['library/foo/bar', 'library/foo/bar:latest'],
  ['docker.io/other/library', 'other/library:latest'],
  ['127.0.0.1:8000/privatebase', '127.0.0.1:8000/privatebase:latest'],
  ['Foo/bar', 'Foo/bar:latest'],
])('%s is familiar as %s', (text, expected) => {
  const result = parseImageReference(text);
  expect(result.ok && printFamiliar(withDefaultTag(result.value))).toBe(expected);
});

describe('round trip', () => {
  const word = fc.stringMatching(/^[a-z0-9]+(?:[._-][a-z0-9]+)?$/);
  const domain = fc.constantFrom(
    'docker.io',
    'registry.example.com:5000',
    'localhost',
    '[::1]:5000',
    '10.0.0.1',
  );
  const path = fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join('/'));
  const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
  const digest = fc.constantFrom(undefined, SHA256, SHA512);

  test('a printed reference parses to the same reference, in full and in short form', () => {
    fc.assert(
      fc.property(domain, path, tag, digest, (domain, path, tag, digest) => {
        const reference = {
          domain,
          path,
          ...(tag === undefined ? {} : { tag }),
          ...(digest === undefined ? {} : { digest }),
        };
        expect(parseImageReference(printImageReference(reference))).toEqual({ ok: true, value: reference });
        const familiar = parseImageReference(printFamiliar(reference));
        expect(familiar.ok && printImageReference(familiar.value)).toBe(printImageReference(reference));
      }),
    );
  });

  test('any text is answered', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => typeof parseImageReference(text).ok === 'boolean',
      ),
    );
  });
});
