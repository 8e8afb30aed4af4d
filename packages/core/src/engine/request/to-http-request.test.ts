import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { ApiRequest } from './api-request.ts';
import { toHttpRequest } from './to-http-request.ts';

const stream = Readable.from(['tar']);

test.each<[string, ApiRequest, object]>([
  [
    'a path gets the API version and the method GET',
    { path: '/info' },
    { method: 'GET', path: '/v1.41/info' },
  ],
  [
    'query fields are encoded, repeated for lists, JSON for objects, and left out when undefined',
    { path: '/x', query: { a: 'b c&d', n: 0, no: undefined, l: ['1', '2'], f: { label: ['x=y'] } } },
    { path: '/v1.41/x?a=b%20c%26d&n=0&l=1&l=2&f=%7B%22label%22%3A%5B%22x%3Dy%22%5D%7D' },
  ],
  [
    'an empty query leaves no question mark',
    { path: '/x', query: { a: undefined, l: [] } },
    { path: '/v1.41/x' },
  ],
  [
    'an object is sent as JSON',
    { method: 'POST', path: '/x', body: { A: 1, B: undefined } },
    { body: '{"A":1}', headers: { 'content-type': 'application/json' } },
  ],
  [
    'bytes and streams are sent as a tar',
    { method: 'PUT', path: '/x', body: stream },
    { body: stream, headers: { 'content-type': 'application/x-tar' } },
  ],
  [
    'headers of the caller win',
    { method: 'POST', path: '/x', body: Buffer.from('x'), headers: { 'content-type': 'text/plain', a: 'b' } },
    { headers: { 'content-type': 'text/plain', a: 'b' } },
  ],
  ['an upgrade gets a separate connection', { path: '/x', upgrade: true }, { upgrade: true, long: true }],
])('%s', (_, request, expected) => {
  expect(toHttpRequest(request, '1.41')).toMatchObject(expected);
});
