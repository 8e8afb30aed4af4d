import { expect, test } from 'vitest';
import { judgeMounted } from './application-door.ts';

const judge = (method: string, headers: Readonly<Record<string, string>>) =>
  judgeMounted({ method, header: (name) => headers[name] }, 'ops.example') ?? 'pass';

const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const navigate = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test.each<[what: string, method: string, headers: Readonly<Record<string, string>>]>([
  ['the page reads', 'GET', own],
  ['the page writes', 'POST', { ...own, origin: 'https://ops.example' }],
  [
    'a proxy has changed Host, and the browser has compared',
    'POST',
    { ...own, origin: 'https://proxy.example' },
  ],
  ['a browser without Sec-Fetch-Site, over plain HTTP, writes', 'POST', { origin: 'http://ops.example' }],
  ['a program reads', 'GET', {}],
  ['a program writes and names the host', 'POST', { origin: 'http://ops.example' }],
  ['a link elsewhere leads to the page', 'GET', { ...navigate, 'sec-fetch-site': 'cross-site' }],
  ["somebody types the page's address", 'GET', { ...navigate, 'sec-fetch-site': 'none' }],
])('passes when %s', (_, method, headers) => {
  expect(judge(method, headers)).toBe('pass');
});

test.each<[what: string, method: string, headers: Readonly<Record<string, string>>, reason: string]>([
  [
    'a read of another site',
    'GET',
    { 'sec-fetch-site': 'cross-site' },
    'the request comes from another site',
  ],
  [
    'a read of a sister site',
    'GET',
    { 'sec-fetch-site': 'same-site' },
    'the request comes from another site',
  ],
  [
    'a write of another site',
    'POST',
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
    'the request comes from another site',
  ],
  [
    'a form of another site that opens a page',
    'POST',
    { ...navigate, 'sec-fetch-site': 'cross-site' },
    'the request comes from another site',
  ],
  [
    'a frame of another site',
    'GET',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    'the request comes from another site',
  ],
  ['a foreign Origin alone', 'POST', { origin: 'http://evil.test' }, 'the request comes from another origin'],
  [
    'another port of the host',
    'POST',
    { origin: 'http://ops.example:81' },
    'the request comes from another origin',
  ],
  ['a sandboxed frame', 'POST', { origin: 'null' }, 'the request comes from another origin'],
  ['a write without a word of its origin', 'POST', {}, 'a write needs Origin or Sec-Fetch-Site'],
  ['a write that was typed', 'POST', { 'sec-fetch-site': 'none' }, 'a write needs Origin or Sec-Fetch-Site'],
])('refuses %s', (_, method, headers, reason) => {
  expect(judge(method, headers)).toBe(reason);
});
