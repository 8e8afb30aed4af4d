import { expect, test } from 'vitest';
import { AccessToken } from './access-token.ts';
import { COOKIE_NAME, judgeRequest } from './judge-request.ts';

const token = new AccessToken('the-token');
const hosts = new Set(['127.0.0.1:4000', 'localhost:4000', 'dash.example']);
const cookie = `${COOKIE_NAME}=${token.cookie}`;
const page = token.base;
const api = `${token.base}api/v1/snapshot`;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly queryToken?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

function judge({ method = 'GET', path = api, queryToken, headers = {} }: Sent): string {
  const all: Readonly<Record<string, string | undefined>> = { host: '127.0.0.1:4000', ...headers };
  const verdict = judgeRequest({ method, path, queryToken, header: (name) => all[name] }, hosts, token);
  if (verdict.kind === 'refuse') return `${verdict.status} ${verdict.reason}`;
  return verdict.kind === 'pass' && verdict.operator ? 'operator' : verdict.kind;
}

const read = { cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const write = { ...read, origin: 'http://127.0.0.1:4000' };
const navigate = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test.each<[what: string, sent: Sent]>([
  ['the page reads', { headers: read }],
  ['the page reads under localhost', { headers: { ...read, host: 'localhost:4000' } }],
  ['the page writes', { method: 'POST', headers: write }],
  [
    'the page writes through a proxy that speaks TLS with the browser',
    { method: 'POST', headers: { ...write, host: 'dash.example', origin: 'https://dash.example' } },
  ],
  [
    'a browser without Origin on a write says Sec-Fetch-Site',
    { method: 'POST', headers: { ...write, origin: undefined } },
  ],
  ['a program reads with the token', { headers: { authorization: 'Bearer the-token' } }],
  [
    "a program writes with the token, at the address without the page's path",
    { method: 'POST', path: '/api/v1/x', headers: { authorization: 'Bearer the-token' } },
  ],
  [
    "somebody types the page's address",
    { path: page, headers: { cookie, ...navigate, 'sec-fetch-site': 'none' } },
  ],
  [
    'a link elsewhere leads to the page, and the cookie is there',
    { path: page, headers: { cookie, ...navigate, 'sec-fetch-site': 'cross-site' } },
  ],
  [
    'another cookie of the name comes first',
    { headers: { ...read, cookie: `a=b; ${COOKIE_NAME}=other; ${cookie}` } },
  ],
])('passes when %s', (_, sent) => {
  expect(judge(sent)).toBe('pass');
});

const HOST = '403 this address is not served under that host name';
const SITE = '403 the request comes from another site';
const ORIGIN = '403 the request comes from another origin';
const HIDDEN = '403 a write with a cookie needs Origin or Sec-Fetch-Site';
const CLOSED = '401 open the URL with the token that the program has printed';
const TOKEN = '401 the token is not the right one';
const NOTHING = '404 there is nothing here';

test.each<[answer: string, what: string, sent: Sent]>([
  [HOST, 'a rebound name', { headers: { ...read, host: 'evil.test:4000' } }],
  [
    HOST,
    'a rebound name with the token',
    { path: '/', queryToken: 'the-token', headers: { host: 'evil.test:4000' } },
  ],
  [HOST, 'the right name with another port', { headers: { ...read, host: '127.0.0.1:4001' } }],
  [HOST, 'a host in another spelling', { headers: { ...read, host: '127.1:4000' } }],
  [HOST, 'no host', { headers: { ...read, host: undefined } }],
  [SITE, 'a read from another site', { headers: { ...read, 'sec-fetch-site': 'cross-site' } }],
  [SITE, 'a read from another port of this host', { headers: { ...read, 'sec-fetch-site': 'same-site' } }],
  [
    SITE,
    'a write from another site',
    { method: 'POST', headers: { ...write, origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' } },
  ],
  [
    ORIGIN,
    'a write from another port',
    { method: 'POST', headers: { ...write, origin: 'http://127.0.0.1:5000' } },
  ],
  [
    ORIGIN,
    'a write from a page of another protocol on this host',
    { method: 'POST', headers: { ...write, origin: 'ftp://127.0.0.1:4000' } },
  ],
  [
    ORIGIN,
    'a write from a host whose name begins like ours',
    { method: 'POST', headers: { ...write, host: 'dash.example', origin: 'https://dash.example.evil.test' } },
  ],
  [ORIGIN, 'a write from a sandboxed frame', { method: 'POST', headers: { ...write, origin: 'null' } }],
  [
    SITE,
    'a form sent from another site',
    { method: 'POST', path: page, headers: { ...navigate, cookie, 'sec-fetch-site': 'cross-site' } },
  ],
  [
    SITE,
    'the page in a frame of another site',
    {
      path: page,
      headers: {
        cookie,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'iframe',
      },
    },
  ],
  [HIDDEN, 'a write with a cookie and no sign of its origin', { method: 'POST', headers: { cookie } }],
  [CLOSED, 'no cookie', { headers: { ...read, cookie: undefined } }],
  [
    CLOSED,
    'the token in the place of the cookie',
    { headers: { ...read, cookie: `${COOKIE_NAME}=the-token` } },
  ],
  [TOKEN, 'the cookie in the place of the token', { headers: { authorization: `Bearer ${token.cookie}` } }],
  [TOKEN, 'a wrong token with a right cookie', { headers: { ...read, authorization: 'Bearer wrong' } }],
  [TOKEN, 'an empty token', { path: '/', queryToken: '' }],
  [TOKEN, 'a wrong token in the URL', { path: '/', queryToken: 'the-tokeN' }],
  [CLOSED, 'the front door without a token', { path: '/' }],
  [NOTHING, 'a path of another dashboard', { path: '/d-0000000000000000/', headers: read }],
  [NOTHING, 'a token in the URL of another page', { path: '/x', queryToken: 'the-token' }],
])('answers %s to %s', (answer, _, sent) => {
  expect(judge(sent)).toBe(answer);
});

test('the right token in the URL logs in', () => {
  expect(judge({ path: '/', queryToken: 'the-token' })).toBe('login');
});

test('the path and the cookie hide the token, and differ for each token', () => {
  const other = new AccessToken();
  expect(`${token.base} ${token.cookie}`).not.toContain('the-token');
  expect(new Set([token.base, token.cookie, other.base, other.cookie, other.text]).size).toBe(5);
  expect(new AccessToken('the-token')).toMatchObject({ base: token.base, cookie: token.cookie });
  expect(other.text).toMatch(/^[\w-]{32}$/);
});

test('the token of the command line passes as the operator, and opens no page', () => {
  expect(judge({ headers: { authorization: `Bearer ${token.operator}` } })).toBe('operator');
  expect(judge({ path: '/', queryToken: token.operator })).toBe(TOKEN);
});
