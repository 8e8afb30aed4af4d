import { DocktopusError, Injector, Secret } from '@docktopus/core';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { httpApp, RouteTable } from '../http/index.ts';
import type { JobRequest, JobResult } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import type { ProducerHost } from '../producers/index.ts';
import type { Ending } from '../router/index.ts';
import { IdempotencyStore, type Reply } from './idempotency-store.ts';
import { sign, type WebhookOptions, webhook } from './index.ts';
import { ReplayWindow } from './replay-window.ts';

const NEVER = new AbortController().signal;
const SECRET = 'a secret of some length';

interface Answer {
  readonly callId: string;
  readonly error: { readonly issues: readonly { readonly path: string }[] };
}

/** A webhook at `/hook` in a host that answers each call with its body. */
async function serve(
  options: Partial<WebhookOptions> = {},
  given: Partial<ProducerHost> = {},
  { durable = false } = {},
) {
  const routes = new RouteTable();
  const stop = new AbortController();
  const calls: JobRequest[] = [];
  const producer = webhook({ path: '/hook', jobId: 'x', auth: { type: 'none' }, ...options });
  const injector = Injector.create().provide('secret', { useValue: new Secret(SECRET) });
  await producer.prepare?.({
    injector,
    log: silentLogger,
    routes,
    bodySchema: () => undefined,
    isDurable: () => durable,
  });
  const host = {
    signal: stop.signal,
    free: 1,
    trySubmit: async (request: JobRequest) => {
      calls.push(request);
      const { body, jobId } = request;
      const facts = { callId: `c${calls.length}`, jobId, metadata: {}, handledBy: 'route', durationMs: 1 };
      const failed = body === 'fail';
      const result: JobResult = failed
        ? { ...facts, ok: false, error: new Error('secret detail') }
        : { ...facts, ok: true, body };
      const outcome = failed ? 'failed' : 'ok';
      const ending: Ending =
        body === undefined ? { outcome: 'nothing', result: undefined } : { outcome, result };
      return { callId: facts.callId, signal: NEVER, ended: Promise.resolve(ending) };
    },
  };
  Object.defineProperties(host, Object.getOwnPropertyDescriptors(given));
  const ran = producer.run(host as unknown as ProducerHost);
  const app = httpApp(routes, silentLogger);
  const request = (path: string, init?: RequestInit) => app(new Request(`http://localhost${path}`, init));
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await request('/hook', { method: 'POST', body, headers: all });
    return { status: response.status, body: (await response.json()) as Answer, headers: response.headers };
  };
  return { post, calls, ran, stop: () => stop.abort(), request };
}

describe('an answer', () => {
  it('is the id of the accepted call', async () => {
    const { post, calls } = await serve();
    expect(await post('{"db":0}')).toMatchObject({ status: 202, body: { callId: 'c1' } });
    expect(calls).toEqual([{ jobId: 'x', body: { db: 0 }, metadata: { webhook: '/hook' } }]);
  });

  test.each<[body: string, status: number, answer: object]>([
    ['5', 200, { callId: 'c1', body: 5 }],
    ['', 200, { callId: 'c1', body: null }],
    ['"fail"', 500, { callId: 'c1', error: { message: 'the job failed' } }],
  ])('in mode result to %j is %d', async (body, status, answer) => {
    const { post } = await serve({ mode: 'result' });
    expect(await post(body)).toMatchObject({ status, body: answer });
  });

  it('tells a result that JSON cannot hold from a job that failed', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    for (const body of [10n, circular]) {
      const facts = { callId: 'c1', jobId: 'x', metadata: {}, handledBy: 'route', durationMs: 1 } as const;
      const ended = Promise.resolve({
        outcome: 'ok' as const,
        result: { ...facts, ok: true as const, body },
      });
      const trySubmit = async () => ({
        callId: 'c1',
        signal: NEVER,
        abortReason: undefined,
        onAbort: () => () => undefined,
        ended,
      });
      const { post } = await serve({ mode: 'result' }, { trySubmit });
      const message = 'the job has ended well, and its result cannot be written as JSON';
      expect(await post('{}')).toMatchObject({ status: 500, body: { callId: 'c1', error: { message } } });
    }
  });

  it('in mode result comes in time, with the id, when the result does not', async () => {
    const trySubmit = async () => ({
      callId: 'c1',
      signal: NEVER,
      abortReason: undefined,
      onAbort: () => () => undefined,
      ended: new Promise<Ending>(() => undefined),
    });
    const { post } = await serve({ mode: 'result', resultTimeoutMs: 10 }, { trySubmit });
    expect(await post('1')).toMatchObject({ status: 202, body: { callId: 'c1' } });
  });

  test.each<[what: string, body: string, headers: Record<string, string>, status: number]>([
    ['not JSON', '{', {}, 400],
    ['not UTF-8 is not JSON', '"\uD800"', {}, 202],
    ['not declared as JSON', '1', { 'content-type': 'text/plain' }, 415],
    [
      'empty, and not declared, on a webhook without authentication',
      '',
      { 'content-type': 'text/plain' },
      415,
    ],
    ['JSON of a kind', '1', { 'content-type': 'application/cloudevents+json; charset=utf-8' }, 202],
    ['longer than allowed', `"${'x'.repeat(100)}"`, {}, 413],
    ['compressed', '1', { 'content-encoding': 'gzip' }, 415],
    ['coded as it is', '1', { 'content-encoding': 'identity' }, 202],
    ['compressed on its way', '1', { 'transfer-encoding': 'gzip, chunked' }, 501],
    ['of another alphabet', '1', { 'content-type': 'application/json; charset=utf-16le' }, 415],
    ['UTF-8 by its quoted name', '1', { 'content-type': 'application/json; charset="UTF-8"' }, 202],
    ['with an endless idempotency key', '1', { 'idempotency-key': 'k'.repeat(256) }, 400],
  ])('to a body that is %s', async (_, body, headers, status) => {
    const { post } = await serve({ maxBodyBytes: 64 });
    expect((await post(body, headers)).status).toBe(status);
  });

  it.each([{ durable: true }, { durable: false }])(
    'refuses JSON that is nested too deep, and calls nothing: %j',
    async (kept) => {
      const { post, calls } = await serve({}, {}, kept);
      const { status, body } = await post(`${'['.repeat(501)}${']'.repeat(501)}`);
      expect([status, body.error, calls.length]).toEqual([
        400,
        { message: 'the body is nested deeper than 500 levels' },
        0,
      ]);
    },
  );

  it('answers 422 when the body makes no key that a store can keep', async () => {
    const issues = [{ path: 'concurrencyKey', got: 'NUL or a half character', expected: 'a text' }];
    const refused = new DocktopusError('job.body-invalid', {
      operation: 'runner.submit',
      reason: 'the concurrency key of the body is invalid',
      details: { issues },
    });
    const { post } = await serve({}, { trySubmit: () => Promise.reject(refused) }, { durable: true });
    expect(await post('{}')).toMatchObject({ status: 422, body: { error: { issues } } });
  });

  it('lists what a schema complains about, and calls nothing', async () => {
    const { post, calls } = await serve({ schema: z.object({ db: z.number(), name: z.string() }) });
    const { status, body } = await post('{"db":"secret"}');
    expect([status, calls.length]).toEqual([422, 0]);
    expect(body.error.issues.map(({ path }) => path)).toEqual(['body.db', 'body.name']);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('answers 503 with Retry-After when there is no room, and after the stop', async () => {
    const full = await serve({}, { free: 0 });
    expect(await full.post('1')).toMatchObject({ status: 503 });
    const stopped = await serve();
    stopped.stop();
    await stopped.ran;
    const { status, headers } = await stopped.post('1');
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('asks to come again when it is too often', async () => {
    const { post } = await serve({ rateLimit: { limit: 2, perMs: 60_000 } });
    const answers = [await post('1'), await post('1'), await post('1')];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(20);
  });

  it('is POST only', async () => {
    const { request } = await serve();
    const { status, headers } = await request('/hook');
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('authentication', () => {
  const now = () => String(Math.floor(Date.now() / 1000));

  test.each<[what: string, auth: WebhookOptions['auth'], headers: Record<string, string>, status: number]>([
    [
      'bearer',
      { type: 'bearer', token: SECRET },
      { authorization: `Bearer ${SECRET.replaceAll(' ', '')}` },
      401,
    ],
    [
      'bearer, right',
      { type: 'bearer', token: 'a-token-of-some-length' },
      { authorization: 'bearer a-token-of-some-length' },
      202,
    ],
    ['bearer, absent', { type: 'bearer', token: SECRET }, {}, 401],
    [
      'bearer, longer',
      { type: 'bearer', token: 'a-token-of-some-length' },
      { authorization: 'Bearer a-token-of-some-length2' },
      401,
    ],
    ['key, right', { type: 'api-key', key: SECRET }, { 'x-api-key': SECRET }, 202],
    ['key, wrong', { type: 'api-key', key: SECRET }, { 'x-api-key': 'no' }, 401],
    ['key, absent', { type: 'api-key', key: SECRET }, {}, 401],
    ['key, other header', { type: 'api-key', key: SECRET, header: 'x-mine' }, { 'x-mine': SECRET }, 202],
    [
      'key, one of several',
      { type: 'api-key', key: ['another one of a length', SECRET] },
      { 'x-api-key': SECRET },
      202,
    ],
    [
      'key, from the injector',
      { type: 'api-key', key: (injector) => injector.resolve<Secret>('secret') },
      { 'x-api-key': SECRET },
      202,
    ],
  ])('by %s', async (_, auth, headers, status) => {
    const { post } = await serve({ auth });
    expect((await post('1', headers)).status).toBe(status);
  });

  test.each<[what: string, headers: (body: string) => Record<string, string>, status: number]>([
    ['right', (body) => ({ 'x-timestamp': now(), 'x-signature-256': sign(SECRET, body, now()) }), 202],
    [
      'in capitals',
      (body) => ({ 'x-timestamp': now(), 'x-signature-256': sign(SECRET, body, now()).toUpperCase() }),
      202,
    ],
    ['absent', () => ({}), 401],
    ['of another body', () => ({ 'x-timestamp': now(), 'x-signature-256': sign(SECRET, '2', now()) }), 401],
    [
      'by another secret',
      (body) => ({ 'x-timestamp': now(), 'x-signature-256': sign(`${SECRET}!`, body, now()) }),
      401,
    ],
    ['without its time', (body) => ({ 'x-signature-256': sign(SECRET, body) }), 401],
    [
      'with another time',
      (body) => ({ 'x-timestamp': String(Number(now()) + 1), 'x-signature-256': sign(SECRET, body, now()) }),
      401,
    ],
    [
      'that is old',
      (body) => ({ 'x-timestamp': '1000', 'x-signature-256': sign(SECRET, body, '1000') }),
      401,
    ],
    [
      'with a time that is none',
      (body) => ({ 'x-timestamp': 'soon', 'x-signature-256': sign(SECRET, body, 'soon') }),
      401,
    ],
  ])('by a signature that is %s', async (_, headers, status) => {
    const { post } = await serve({ auth: { type: 'hmac', secret: SECRET } });
    expect((await post('1', headers('1'))).status).toBe(status);
  });

  it('takes a signed request once, and a signature of the body alone as often as it comes', async () => {
    const at = now();
    const signed = { 'x-timestamp': at, 'x-signature-256': sign(SECRET, '1', at) };
    const once = await serve({ auth: { type: 'hmac', secret: SECRET } });
    expect([(await once.post('1', signed)).status, (await once.post('1', signed)).status]).toEqual([
      202, 409,
    ]);
    expect(once.calls.length).toBe(1);
    const auth = { type: 'hmac', secret: SECRET, timestampHeader: false } as const;
    const often = await serve({ auth });
    const plain = { 'x-signature-256': sign(SECRET, '1') };
    expect([(await often.post('1', plain)).status, (await often.post('1', plain)).status]).toEqual([
      202, 202,
    ]);
  });

  test.each<[what: string, auth: WebhookOptions['auth']]>([
    ['short', { type: 'bearer', token: 'short' }],
    ['missing', { type: 'api-key', key: () => undefined }],
    ['none of them', { type: 'hmac', secret: [] }],
  ])('with a secret that is %s does not start', async (_, auth) => {
    await expect(serve({ auth })).rejects.toMatchObject({ code: 'runner.invalid' });
  });
});

describe('an Idempotency-Key', () => {
  it('gets the answer that it got, and calls nothing', async () => {
    const { post, calls } = await serve({ mode: 'result' });
    const key = { 'idempotency-key': 'k1' };
    const [first, second] = await Promise.all([post('1', key), post('1', key)]);
    expect([first.body, second.body, calls.length]).toEqual([first.body, first.body, 1]);
    expect(await post('2', key)).toMatchObject({ status: 422 });
    expect((await post('1', { 'idempotency-key': 'k2' })).body.callId).toBe('c2');
  });

  it('of a job that failed gets its failure again', async () => {
    const { post, calls } = await serve({ mode: 'result' });
    const answers = [
      await post('"fail"', { 'idempotency-key': 'k' }),
      await post('"fail"', { 'idempotency-key': 'k' }),
    ];
    expect([answers.map(({ status }) => status), calls.length]).toEqual([[500, 500], 1]);
  });

  it('of a signed request is looked at before the signature is used up', async () => {
    const { post, calls } = await serve({ auth: { type: 'hmac', secret: SECRET } });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signed = { 'x-timestamp': timestamp, 'x-signature-256': sign(SECRET, '1', timestamp) };
    const answers = [
      await post('1', { ...signed, 'idempotency-key': 'k' }),
      await post('1', { ...signed, 'idempotency-key': 'k' }),
      await post('1', { ...signed, 'idempotency-key': 'other' }),
    ];
    expect([answers.map(({ status }) => status), calls.length]).toEqual([[202, 202, 409], 1]);
  });

  it('is forgotten when the request was not accepted', async () => {
    let room = false;
    const { post } = await serve(
      {},
      {
        get free() {
          return room ? 1 : 0;
        },
      },
    );
    expect((await post('1', { 'idempotency-key': 'k' })).status).toBe(503);
    room = true;
    expect((await post('1', { 'idempotency-key': 'k' })).status).toBe(202);
  });

  it('is remembered for a time, among a bounded number', async () => {
    const store = new IdempotencyStore({ entries: 2, ttlMs: 1000 });
    let runs = 0;
    const ask = (key: string, now: number) =>
      store.replyFor(key, 'f', now, async (): Promise<Reply> => {
        runs += 1;
        return { status: 202, body: runs, accepted: true };
      });
    await ask('a', 0);
    await ask('a', 1000);
    expect(runs).toBe(2);
    await ask('b', 1000);
    await ask('c', 1000);
    await ask('a', 1001);
    expect(runs).toBe(5);
  });

  it('keeps at most 16 MiB of answers, and those that are long without their bodies', async () => {
    const store = new IdempotencyStore();
    const ask = (key: string, body: object) =>
      store.replyFor(key, 'f', 0, async (): Promise<Reply> => ({ status: 200, body, accepted: true }));
    for (let count = 0; count < 1_000; count += 1)
      await ask(`k${count}`, { callId: 'c', body: 'x'.repeat(100_000) });
    expect(store.bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(store.bytes).toBeGreaterThan(15 * 1024 * 1024);
    expect(await ask('k999', {})).toMatchObject({ status: 200, body: { body: 'x'.repeat(100_000) } });
    expect(await ask('long', { callId: 'c', body: 'x'.repeat(1_000_000) })).toMatchObject({ status: 200 });
    expect(await ask('long', {})).toEqual({
      status: 200,
      accepted: true,
      body: { callId: 'c', error: { message: 'the answer was too long to be kept; the call was made once' } },
    });
  });

  it('may come in a header of the sender', async () => {
    const { post, calls } = await serve({ idempotencyHeader: 'X-GitHub-Delivery' });
    for (const id of ['a', 'a', 'b']) await post('1', { 'x-github-delivery': id });
    expect(calls).toHaveLength(2);
    expect((await post('1', { 'x-github-delivery': '' })).body.error).toMatchObject({
      message: 'the header X-GitHub-Delivery has 1 to 255 characters',
    });
  });
});

describe('a replay window', () => {
  test.each<[what: string, adds: [string, number, number][], answers: string[]]>([
    [
      'sees what comes again',
      [
        ['a', 10, 0],
        ['a', 10, 10],
      ],
      ['new', 'seen'],
    ],
    [
      'forgets what is too old anyway',
      [
        ['a', 10, 0],
        ['b', 10, 0],
        ['c', 30, 20],
      ],
      ['new', 'new', 'new'],
    ],
    [
      'says when it cannot tell',
      [
        ['a', 10, 0],
        ['b', 10, 0],
        ['c', 10, 5],
      ],
      ['new', 'new', 'full'],
    ],
  ])('%s', (_, adds, answers) => {
    const window = new ReplayWindow(2);
    expect(adds.map((add) => window.add(...add))).toEqual(answers);
  });
});

describe('a request', () => {
  it('gives the headers that were named to the metadata of its call, and no others', async () => {
    const { post, calls } = await serve({ metadataHeaders: ['X-GitHub-Event', 'x-absent'] });
    await post('1', { 'x-github-event': 'push', 'x-other': 'no' });
    expect(calls[0]?.metadata).toEqual({ 'X-GitHub-Event': 'push', webhook: '/hook' });
  });

  it('may be a form where forms are accepted', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const { post, calls } = await serve({ accept: ['form'] });
    expect((await post('a=1&b=x+y&b=%C3%A9&__proto__=p', form)).status).toBe(202);
    expect(calls[0]?.body).toEqual(
      Object.fromEntries([
        ['a', '1'],
        ['b', ['x y', 'é']],
        ['__proto__', 'p'],
      ]),
    );
    expect((await post('1')).status).toBe(415);
    const json = await serve();
    expect((await json.post('a=1', form)).status).toBe(415);
    const both = await serve({ accept: ['json', 'form'] });
    expect([(await both.post('1')).status, (await both.post('a=1', form)).status]).toEqual([202, 202]);
  });
});

test.each([
  [
    undefined,
    "auth: got undefined, expected an object such as { type: 'hmac', secret }; write auth: { type: 'none' } to let everybody call",
  ],
  [{ type: 'oauth2' }, "auth.type: got \"oauth2\", expected one of 'none', 'bearer'"],
  [{ type: 'githb', secret: SECRET }, "did you mean 'github'?"],
  [{ type: 'stripe' }, 'auth.secret: got nothing, expected a secret, or a function that finds it'],
  [{ type: 'bearer', secret: SECRET }, 'auth.token: got nothing'],
  [{ type: 'verify' }, 'auth.verify: got undefined, expected a function (request) => boolean'],
])('a webhook with auth %j is refused when it is made', (auth, text) => {
  expect(() => webhook({ path: '/x', jobId: 'x', auth: auth as never })).toThrow(text);
});

test('other options that cannot be are refused when it is made, all at once', () => {
  const options = { accept: ['xml'], metadataHeaders: ['a b'], idempotencyHeader: 1 } as never;
  expect(() => webhook({ path: '/x', jobId: 'x', auth: { type: 'none' }, ...(options as object) })).toThrow(
    'producer webhook /x: 3 problems',
  );
});

describe('a path', () => {
  it('may hold parameters, which are in the metadata of the call', async () => {
    const { request, calls } = await serve({ path: '/repos/:repo/push' });
    const headers = { 'content-type': 'application/json' };
    await request('/repos/a%20b/push', { method: 'POST', body: '1', headers });
    expect(calls.map(({ metadata }) => metadata)).toEqual([{ repo: 'a b', webhook: '/repos/:repo/push' }]);
  });
});
