import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { DocktopusError } from '../../errors/index.ts';
import { canonicalKey, keyNames } from '../key/index.ts';
import { cleanAnswer, cleanCookies, cleanRequestHeaders, cleanSetCookies } from './clean-headers.ts';
import { denialOf, headersOf } from './denial.ts';
import { hostPattern } from './parse-host.ts';
import { pathOf } from './router-request.ts';
import { isCrossOrigin } from './same-origin.ts';
import { Upstream } from './upstream.ts';

describe('a host', () => {
  const pattern = hostPattern('*.preview.example');

  test.each<[string, string, number | undefined]>([
    ['acme.preview.example', 'acme', undefined],
    ['ACME.Preview.Example', 'acme', undefined],
    ['acme.preview.example:8443', 'acme', undefined],
    ['acme.preview.example.', 'acme', undefined],
    ['3000-acme.preview.example', 'acme', 3000],
    ['65535-a-b-c.preview.example', 'a-b-c', 65535],
  ])('%s names a key', (host, slug, port) => expect(pattern?.parse(host)).toEqual({ slug, port }));

  test.each([
    undefined, '', 'preview.example', '.preview.example', 'a.b.preview.example', 'acme.preview.example.evil.example',
    'acme.preview.evil', 'acme-preview.example', '-acme.preview.example', 'acme-.preview.example', '3000.preview.example',
    '0-acme.preview.example', '65536-acme.preview.example', '3000-.preview.example', 'ac_me.preview.example',
    'acme.preview.example@evil.example', 'acme.preview.example/x', 'evil.example#.preview.example', '127.0.0.1', '[::1]:80',
    'acme.preview.example:80:80', 'acme%2e.preview.example', 'аcme.preview.example', `${'x'.repeat(64)}.preview.example`,
    `${'x'.repeat(100_000)}.preview.example`, 'acme\u0000.preview.example', 'acme .preview.example',
  ])('%s names none', (host) => expect(pattern?.parse(host)).toBeUndefined()); // biome-ignore format: rows

  test.each(['', '*', 'preview.example', '*.', '*preview.example', '*.*.example', 'a.*.example', '*.-x.example', '*.ex ample'])(
    '%j is no pattern', (text) => expect(hostPattern(text)).toBeUndefined(),
  ); // biome-ignore format: a row

  test('takes the slug of every key back', () => {
    for (const key of [
      'acme',
      'Acme',
      '3000-acme',
      7,
      ['a', 'b'],
      'é'.repeat(300),
      'xn--acme',
      '__proto__',
    ]) {
      const { slug } = keyNames(canonicalKey(key, 'box'), 'box', 'bp');
      expect(pattern?.parse(`${slug}.preview.example`)).toEqual({ slug, port: undefined });
      expect(pattern?.parse(`80-${slug}.preview.example`)?.slug).toBe(slug.length <= 60 ? slug : undefined);
    }
  });
});

test('a container sees what a request is about, and nothing that is ours or only claimed', () => {
  const clean = cleanRequestHeaders(
    {
      host: 'acme.preview.example', accept: '*/*', authorization: 'Bearer secret', cookie: 'app=1; session=secret; admin_x=2; theme=dark',
      connection: 'keep-alive, X-Hop, Host', 'x-hop': '1', 'keep-alive': 'timeout=5', te: 'trailers', 'proxy-authorization': 'x',
      'x-forwarded-for': '6.6.6.6', 'x-forwarded-user': 'root', forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6', 'content-length': '3',
    },
    { headers: ['authorization'], cookies: ['session', 'admin_*'] },
    { remoteAddress: '10.0.0.7', encrypted: true },
  ); // biome-ignore format: headers
  expect(clean).toEqual({
    host: 'acme.preview.example',
    accept: '*/*',
    cookie: 'app=1; theme=dark',
    'content-length': '3',
    'x-forwarded-for': '10.0.0.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'acme.preview.example',
  });
});

test('an upgrade keeps what makes it one, and nothing else that is for one connection only', () => {
  const headers = { host: 'a.b', connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' };
  const clean = cleanRequestHeaders(
    { ...headers, connection: 'keep-alive, Upgrade, X-Hop', 'x-hop': '1' },
    { headers: [], cookies: [] },
    { remoteAddress: undefined, encrypted: false },
  );
  expect(clean).toMatchObject(headers);
  expect(clean).not.toHaveProperty('x-hop');
});

test.each([
  [
    {
      statusCode: 200,
      statusMessage: 'Fine',
      headers: {
        connection: 'close, X-Hop',
        'x-hop': '1',
        'keep-alive': 'timeout=1',
        trailer: 'x-sum',
        upgrade: 'h2c',
        te: 'trailers',
        'proxy-authenticate': 'Basic',
        'content-length': '2',
      },
    },
    { statusCode: 200, statusMessage: 'Fine', headers: { 'content-length': '2' } },
  ],
  [
    { statusCode: 99, statusMessage: 'Odd', headers: {} },
    { statusCode: 502, statusMessage: '', headers: {} },
  ],
  [
    { statusCode: 200, statusMessage: 'O\u0001K', headers: {} },
    { statusCode: 200, statusMessage: '', headers: {} },
  ],
  [
    { statusCode: 204, statusMessage: 'é', headers: { 'set-cookie': ['a=1; Domain=x'] } },
    { statusCode: 204, statusMessage: 'é', headers: { 'set-cookie': ['a=1'] } },
  ],
])('the answer %j of a container is passed on as %j', (answer, expected) => {
  // biome-ignore format: answers
  cleanAnswer(answer);
  expect(answer).toEqual(expected);
});

test.each([
  ['/a?b=http://c/d', '/a?b=http://c/d'],
  ['http://acme.preview.example/a?b', '/a?b'],
  ['HTTP://x:1', '/'],
  ['http://x?a=b', '/?a=b'],
  ['//x/a', '//x/a'],
  ['*', '*'],
])('the path of a request for %s is %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});

test.each<[string | undefined, readonly string[], string | undefined]>([
  [undefined, ['a'], undefined],
  ['a=1; b=2', [], 'a=1; b=2'],
  ['a=1', ['a'], undefined],
  ['a=1; a=2; b=3', ['a'], 'b=3'],
  ['__Host-app=1;b=2', ['__Host-*'], 'b=2'],
  [' a =1; b=a=1', ['a'], 'b=a=1'],
  ['a; b', ['a'], 'b'],
])('of the cookies %j, without %j, %j are left', (header, stripped, left) => {
  expect(cleanCookies(header, stripped)).toBe(left);
});

test.each([
  ['id=1; Domain=preview.example; Path=/', 'id=1; Path=/'],
  ['id=1;domain=a;DOMAIN = b;Secure', 'id=1;Secure'],
  ['domain=1; Path=/', 'domain=1; Path=/'],
  ['id=1; Domain', 'id=1'],
  ['id=1', 'id=1'],
])('a container sets %j, and its visitor gets %j', (given, got) =>
  expect(cleanSetCookies([given])).toEqual([got]),
);

test.each<[string, Record<string, string>, readonly string[], boolean]>([
  ['GET', { origin: 'https://evil.example' }, [], false],
  ['POST', {}, [], false],
  ['POST', { origin: 'https://acme.preview.example' }, [], false],
  ['POST', { origin: 'https://evil.example' }, [], true],
  ['POST', { origin: 'https://other.preview.example' }, [], true],
  ['POST', { origin: 'null' }, [], true],
  ['POST', { origin: 'https://app.example' }, ['https://app.example'], false],
  ['DELETE', { origin: 'https://evil.example' }, ['*'], false],
  ['GET', { upgrade: 'websocket', origin: 'https://evil.example' }, [], true],
  ['GET', { upgrade: 'websocket', origin: 'http://acme.preview.example' }, [], false],
  ['GET', { upgrade: 'websocket' }, [], false],
])('%s with %j, allowed %j, is from another origin: %j', (method, headers, allowed, expected) => {
  expect(isCrossOrigin({ method, headers: { host: 'acme.preview.example', ...headers } }, allowed)).toBe(
    expected,
  );
});

const facts = { operation: 'family.use', reason: 'for a reason of ours' };
test.each<[DocktopusError | Error, string]>([
  [
    new DocktopusError('family.full', {
      ...facts,
      details: { limit: 'running', most: 1, inUse: 1, retryAfterMs: 1_500 },
    }),
    '503 full 2',
  ],
  [
    new DocktopusError('family.full', {
      ...facts,
      details: { limit: 'per', most: 1, inUse: 1, retryAfterMs: 900 },
    }),
    '429 full 1',
  ],
  [new DocktopusError('family.failed', { ...facts, details: { retryAfterMs: 60_000 } }), '503 failed 60'],
  [new DocktopusError('family.closing', { ...facts, details: { retryAfterMs: 1 } }), '503 closing 1'],
  [new DocktopusError('family.key-unknown', facts), '404 unknown undefined'],
  [new DocktopusError('timeout', { ...facts, details: { timeoutMs: 1 } }), '503 starting 1'],
  [new DocktopusError('family.owned-elsewhere', facts), '503 ended 1'],
  [new DocktopusError('engine.unreachable', { ...facts, details: {} }), '503 engine 5'],
  [new DocktopusError('container.start-failed', { ...facts, details: {} }), '502 failed undefined'],
  [new Error('secret of the host'), '502 failed undefined'],
])('a visitor is told of %s: %s', (error, expected) => {
  const denial = denialOf(error);
  expect(`${denial.status} ${denial.reason} ${headersOf(denial)['retry-after']}`).toBe(expected);
  expect(JSON.stringify([denial, headersOf(denial)])).not.toContain('of ours');
});

test('a visit ends at once when its visitor leaves while the port of the container is looked up', async () => {
  const upstream = new Upstream(60_000);
  const visitor = { destroyed: false };
  const box = {
    signal: new AbortController().signal,
    async port() {
      visitor.destroyed = true;
      return { host: '127.0.0.1', port: 1, boundIp: '127.0.0.1' };
    },
  };
  const request = {} as IncomingMessage;
  await upstream.request(box, 80, request, visitor as ServerResponse);
  visitor.destroyed = false;
  upstream.forget(box, 80);
  const refused = () => expect.unreachable('the visitor has gone');
  await upstream.upgrade(box, 80, request, visitor as Socket, Buffer.alloc(0), refused);
});
