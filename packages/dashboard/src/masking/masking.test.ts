import { expect, test } from 'vitest';
import { isSecretName, MASK, maskArguments, maskJson, maskText } from './index.ts';

test.each([
  'password',
  'PGPASSWORD',
  'POSTGRES_PASSWORD',
  'dbPassword',
  'db-passwd',
  'API_KEY',
  'apiKey',
  'x-auth-token',
  'Authorization',
  'client_secret',
  'SECRET',
  'credentials',
  'set-cookie',
  'privateKey',
  'AWS_SECRET_ACCESS_KEY',
  'SENTRY_DSN',
])('%s names a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  'name',
  'PATH',
  'author',
  'authority',
  'keyspace',
  'compass',
  'passenger',
  'tokenizer',
  'secretary',
  'monkey',
])('%s names no secret', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  ['postgres://app:hunter2@db:5432/app', `postgres://${MASK}@db:5432/app`],
  ['redis://:hunter2@cache', `redis://${MASK}@cache`],
  ['--password=hunter2 --name=box', `--password=${MASK} --name=box`],
  ['DB_PASSWORD="hunter 2" next', `DB_PASSWORD=${MASK} next`],
  ['{"token":"hunter2","n":1}', `{"token":${MASK},"n":1}`],
  ['Authorization: Bearer abcdefgh.ijkl', `Authorization: ${MASK} ${MASK}`],
  ['curl -H "x: Bearer abcdefgh"', `curl -H "x: Bearer ${MASK}"`],
  ['https://example.test/a?token=hunter2&page=2', `https://example.test/a?token=${MASK}&page=2`],
  ['nothing to hide: 1=1', 'nothing to hide: 1=1'],
  ['author=me', 'author=me'],
])('%j is shown as %j', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});

test('an argument that follows a secret flag is masked, and no other', () => {
  expect(
    maskArguments(['db', '--password', 'hunter2', '--verbose', '--token', '--name', 'x', '-u', 'root']),
  ).toEqual(['db', '--password', MASK, '--verbose', '--token', '--name', 'x', '-u', 'root']);
});

test('JSON keeps its shape: values under secret names and secrets in texts are masked at every depth', () => {
  expect(
    maskJson({
      user: 'app',
      auth: { token: 'a' },
      list: [{ apiKey: 'b', n: 1 }],
      url: 'http://u:p@h/',
      token: null,
      password: '',
    }),
  ).toEqual({
    user: 'app',
    auth: MASK,
    list: [{ apiKey: MASK, n: 1 }],
    url: `http://${MASK}@h/`,
    token: null,
    password: '',
  });
});

test('masking a long line takes linear time', { timeout: 60_000 }, () => {
  const cpuOf = (times: number) => {
    const before = process.cpuUsage();
    maskText(`${'password'.repeat(times)} ${'a:'.repeat(2 * times)} ${'://'.repeat(2 * times)}`);
    return process.cpuUsage(before).user;
  };
  cpuOf(1_000);
  expect(cpuOf(20_000) / Math.max(1_000, cpuOf(1_000))).toBeLessThan(100);
});
