import { once } from 'node:events';
import { connect } from 'node:net';
import { DocktopusError } from '@docktopus/core';
import { afterEach, describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { memoryQueue, type QueueOptions } from '../durable/index.ts';
import { body, job, run } from '../handler/index.ts';
import { type JobRun, runOf } from '../job/index.ts';
import { type Logger, silentLogger } from '../log/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner } from '../runner/index.ts';
import { webhook } from '../webhook/index.ts';

const TOKEN = 'a-token-of-some-length';
const running: BlueprintRunner[] = [];
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop({ graceMs: 0 });
});

class BuildJobs {
  @job('build', { durable: true })
  async build(@body(z.object({ repo: z.string() })) build: { repo: string }, @run() attempt: JobRun) {
    attempt.progress(0.5, 'half');
    attempt.log('first');
    attempt.log(`built ${build.repo}`);
    return { image: build.repo };
  }
}

/** A running runner with the API, and a client of it. */
async function serve(router = Router.create(), queue: QueueOptions = {}, logger: Logger = silentLogger) {
  const store = memoryQueue();
  const runner = BlueprintRunner.for()
    .jobs(BuildJobs)
    .router(router)
    .queue(store, queue)
    .producer(webhook({ path: '/hook', jobId: 'build', auth: { type: 'none' } }))
    .producer(webhook({ path: '/wait', jobId: 'build', mode: 'result', auth: { type: 'none' } }))
    .http({ port: 0, calls: { auth: { type: 'bearer', token: TOKEN } } })
    .options({ logger });
  running.push(runner);
  await runner.start();
  const url = `http://127.0.0.1:${runner.httpAddress?.port}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers },
    });
  const json = async (path: string, init?: RequestInit) => {
    const response = await ask(path, init);
    const answer = (await response.json()) as Answer;
    return { status: response.status, location: response.headers.get('location'), body: answer };
  };
  const post = (path: string, content: unknown, headers = {}) =>
    json(path, { method: 'POST', body: JSON.stringify(content), headers });
  return { runner, store, url, ask, json, post };
}

interface Answer {
  readonly callId: string;
  readonly state: string;
  readonly calls: readonly { readonly callId: string }[];
  readonly cursor?: string;
  readonly error: { readonly message: string; readonly issues?: readonly object[] };
}

describe('POST /jobs/:jobId', () => {
  it('answers 202 with the id and its location once the call is kept', async () => {
    const { post, json, runner } = await serve();
    const { status, location, body } = await post('/jobs/build', { repo: 'a' });
    expect([status, location]).toEqual([202, `/calls/${body.callId}`]);
    await runner.queue.ended(body.callId);
    expect((await json(location ?? '')).body).toMatchObject({
      callId: body.callId,
      jobId: 'build',
      state: 'done',
      attempt: 1,
      progress: { fraction: 0.5, note: 'half' },
      result: { image: 'a' },
    });
  });

  it('with a repeated Idempotency-Key answers the first id, and 409 when the body is another', async () => {
    const { post } = await serve();
    const key = { 'idempotency-key': 'delivery-1' };
    const first = await post('/jobs/build', { repo: 'a' }, key);
    const { callId } = first.body;
    expect((await post('/jobs/build', { repo: 'a' }, key)).body).toEqual({ callId, deduplicated: true });
    expect(await post('/jobs/build', { repo: 'b' }, key)).toMatchObject({
      status: 409,
      body: { error: { code: 'job.key-reused', callId } },
    });
  });

  it('takes delay, priority and deadline from the query', async () => {
    const { post, runner } = await serve();
    const { body } = await post('/jobs/build?delayMs=60000&priority=5&deadlineMs=120000', { repo: 'a' });
    const kept = await runner.queue.get(body.callId);
    expect(kept).toMatchObject({ state: 'delayed', priority: 5 });
    expect((kept?.deadlineAt ?? 0) - (kept?.createdAt ?? 0)).toBeGreaterThan(100_000);
  });

  it('tells the numbers of jobs from their texts', async () => {
    const { post, runner } = await serve(Router.create().route(7, () => 'seven', { durable: true }));
    const { body } = await post('/jobs/7', {});
    expect((await runner.queue.ended(body.callId))?.jobId).toBe(7);
  });

  test.each<[path: string, content: string, status: number, says: string]>([
    ['/jobs/none', '{}', 404, 'no route matches'],
    ['/jobs/plain', '{}', 404, 'not durable'],
    ['/jobs/build', '{"repo":1}', 422, 'repo'],
    ['/jobs/build', '{', 400, 'not JSON'],
    ['/jobs/build?delay=1', '{}', 400, 'delay: unknown; there are delayMs, priority, deadlineMs'],
    [
      '/jobs/build?delayMs=soon&priority=x',
      '{}',
      400,
      'delayMs: got "soon", expected an integer; priority: got "x"',
    ],
    ['/jobs/build?delayMs=1&delayMs=2', '{"repo":"a"}', 400, 'delayMs: given more than once'],
    [
      '/jobs/build',
      `{"repo":"a","more":${'['.repeat(600)}${']'.repeat(600)}}`,
      400,
      'nested deeper than 500',
    ],
    ['/jobs/build?priority=101', '{"repo":"a"}', 400, 'priority: got 101'],
    ['/jobs/build', `{"repo":"${'x'.repeat(3_000)}"}`, 413, '2000'],
  ])('to %s with %.20s answers %d, and keeps nothing', async (path, content, status, says) => {
    const plain = Router.create().route('plain', () => 1);
    const { ask, runner } = await serve(plain, { limits: { payloadBytes: 2_000 } });
    const response = await ask(path, { method: 'POST', body: content });
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain(JSON.stringify(says).slice(1, -1));
    expect((await runner.queue.list()).jobs).toEqual([]);
  });

  it('that is not declared as JSON is refused, since a web page could send it', async () => {
    const { ask } = await serve();
    const headers = { 'content-type': 'text/plain' };
    expect((await ask('/jobs/build', { method: 'POST', body: '{}', headers })).status).toBe(415);
  });

  test.each<[headers: Record<string, string>, accepted: string | null, says: string]>([
    [{ 'content-encoding': 'gzip' }, 'identity', 'without a Content-Encoding'],
    [{ 'content-type': 'application/json; charset=iso-8859-1' }, null, 'as UTF-8'],
  ])('with a body of %j is refused with 415, which says how to send it', async (headers, accepted, says) => {
    const { ask, runner } = await serve();
    const response = await ask('/jobs/build', { method: 'POST', body: '{"repo":"a"}', headers });
    expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, accepted]);
    expect(await response.text()).toContain(says);
    expect((await runner.queue.list()).jobs).toEqual([]);
  });

  it('of bytes that are no UTF-8 is refused, and the answer says so', async () => {
    const { json } = await serve();
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    expect(await json('/jobs/build', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: { error: { message: 'the body is not UTF-8' } },
    });
  });

  it('answers 503 while the store cannot keep it', async () => {
    const { post, store } = await serve();
    store.submit = () =>
      Promise.reject(new DocktopusError('queue.full', { operation: 'store', reason: 'the disk is full' }));
    expect(await post('/jobs/build', { repo: 'a' })).toMatchObject({
      status: 503,
      body: { error: { code: 'queue.full' } },
    });
    expect((await post('/hook', { repo: 'a' })).status).toBe(503);
  });
});

test.each([
  ['POST', '/jobs/build'],
  ['GET', '/calls'],
  ['GET', '/calls/x'],
  ['GET', '/calls/x/events'],
  ['DELETE', '/calls/x'],
])('%s %s without the token is refused', async (method, path) => {
  const { ask } = await serve();
  const response = await ask(path, { method, headers: { authorization: 'Bearer not the token' } });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('the API needs a queue, and a secret that cannot be guessed', async () => {
  const router = Router.create().route('x', () => 1);
  const make = (token: string) =>
    BlueprintRunner.for()
      .router(router)
      .http({ port: 0, calls: { auth: { type: 'bearer', token } } })
      .options({ logger: silentLogger });
  await expect(make(TOKEN).start()).rejects.toMatchObject({ code: 'queue.missing' });
  await expect(make('short').queue(memoryQueue()).start()).rejects.toMatchObject({ code: 'runner.invalid' });
});

describe('GET /calls', () => {
  it('lists by state and job, in pages, newest first', async () => {
    const { json, post, runner } = await serve();
    const ids: string[] = [];
    for (const repo of ['a', 'b', 'c']) ids.unshift((await post('/jobs/build', { repo })).body.callId);
    for (const id of ids) await runner.queue.ended(id);
    await post('/jobs/build?delayMs=60000', { repo: 'd' });
    const first = await json('/calls?state=done&job=build&limit=2');
    expect(first.body.calls.map(({ callId }) => callId)).toEqual(ids.slice(0, 2));
    const second = await json(`/calls?state=done&job=build&limit=2&cursor=${first.body.cursor}`);
    expect(second.body.calls.map(({ callId }) => callId)).toEqual(ids.slice(2));
    expect(second.body.cursor).toBeUndefined();
  });

  it('says everything that is wrong with its query', async () => {
    const { json } = await serve();
    expect(await json('/calls?state=lost&limit=0&sort=up')).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            'sort: unknown; there are state, job, key, limit, cursor; ' +
            'state: got "lost", expected queued, delayed, running, done, dead, cancelled; ' +
            'limit: got "0", expected a number from 1 to 1000',
        },
      },
    });
  });

  it.each([
    ['cursor=x', 'cursor: got "x", expected the cursor of the page before'],
    ['cursor=', 'cursor: got "", expected the cursor of the page before'],
    ['cursor=-1', 'cursor: got "-1"'],
    ['limit=1&limit=2', 'limit: given more than once'],
    ['job=build&job=other', 'job: given more than once'],
  ])('refuses %s', async (query, says) => {
    const { post, json } = await serve();
    await post('/jobs/build', { repo: 'a' });
    const { status, body } = await json(`/calls?${query}`);
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(says)]);
  });

  it('of an id that there is not answers 404', async () => {
    const { ask } = await serve();
    for (const path of ['/calls/none', '/calls/none/events']) expect((await ask(path)).status).toBe(404);
    expect((await ask('/calls/none', { method: 'DELETE' })).status).toBe(404);
  });
});

describe('a request that breaks off', () => {
  it('is no failure of the runner, and keeps nothing', async () => {
    const errors: string[] = [];
    const { url, runner } = await serve(
      Router.create(),
      {},
      {
        ...silentLogger,
        error: (message) => errors.push(message),
      },
    );
    for (const path of ['/jobs/build', '/hook']) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await once(socket, 'connect');
      const heads = [
        `POST ${path} HTTP/1.1`,
        'host: localhost',
        `authorization: Bearer ${TOKEN}`,
        'content-type: application/json',
        'content-length: 100',
        'expect: 100-continue',
      ];
      socket.write(`${heads.join('\r\n')}\r\n\r\n`);
      // The runner reads the body by now.
      await once(socket, 'data');
      socket.end('{"repo":');
      socket.resume();
      await once(socket, 'close');
    }
    await runner.stop({ graceMs: 5_000 });
    expect(errors).toEqual([]);
  });
});

describe('DELETE /calls/:callId', () => {
  it('cancels a call that waits, asks one that runs to end, and refuses one that has ended', async () => {
    const hold = Router.create().route(
      'hold',
      async ({ signal }) => {
        if (!signal.aborted) await once(signal, 'abort');
        throw signal.reason;
      },
      { durable: true },
    );
    const { json, post, runner } = await serve(hold);
    const waits = (await post('/jobs/build?delayMs=60000', { repo: 'a' })).body.callId;
    expect(await json(`/calls/${waits}`, { method: 'DELETE' })).toMatchObject({
      status: 200,
      body: { callId: waits, outcome: 'cancelled' },
    });
    expect((await json(`/calls/${waits}`, { method: 'DELETE' })).status).toBe(409);
    const runs = (await post('/jobs/hold', {})).body.callId;
    await expect.poll(async () => (await runner.queue.get(runs))?.state).toBe('running');
    expect(await json(`/calls/${runs}`, { method: 'DELETE' })).toMatchObject({
      status: 202,
      body: { outcome: 'cancelling' },
    });
    expect((await runner.queue.ended(runs))?.state).toBe('cancelled');
  });
});

describe('GET /calls/:callId/events', () => {
  it('tells log, progress and states, and has its end', async () => {
    const { post, ask } = await serve();
    const { callId } = (await post('/jobs/build', { repo: 'a' })).body;
    const response = await ask(`/calls/${callId}/events`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = parseEvents(await response.text());
    expect(events.filter(({ event }) => event === 'log').map(({ data }) => data.text)).toEqual([
      'first',
      'built a',
    ]);
    expect(events.filter(({ event }) => event === 'progress').at(-1)?.data).toEqual({
      fraction: 0.5,
      note: 'half',
    });
    expect(events.at(-1)).toMatchObject({
      id: '2.end',
      event: 'state',
      data: { state: 'done', result: { image: 'a' } },
    });
  });

  it('goes on behind the line that its reader has seen, and tells a reader of the end that there is nothing more', async () => {
    const { post, ask, runner } = await serve();
    const { callId } = (await post('/jobs/build', { repo: 'a' })).body;
    await runner.queue.ended(callId);
    const resumed = await ask(`/calls/${callId}/events`, { headers: { 'last-event-id': '1' } });
    const events = parseEvents(await resumed.text());
    expect(events.filter(({ event }) => event === 'log').map(({ id }) => id)).toEqual(['2']);
    expect((await ask(`/calls/${callId}/events`, { headers: { 'last-event-id': '2.end' } })).status).toBe(
      204,
    );
  });

  it.each(['3', '999999999999999', '77.end', '-1', 'x', '1.end.end'])(
    'begins at the beginning for a Last-Event-ID of another call: %s',
    async (lastEventId) => {
      const { post, ask, runner } = await serve();
      const { callId } = (await post('/jobs/build?delayMs=60000', { repo: 'a' })).body;
      const response = await ask(`/calls/${callId}/events`, { headers: { 'last-event-id': lastEventId } });
      expect(response.status).toBe(200);
      await runner.queue.cancel(callId);
      const events = parseEvents(await response.text());
      expect(events.map(({ id, data }) => [id, data.state])).toEqual([
        ['0', 'delayed'],
        ['0.end', 'cancelled'],
      ]);
    },
  );

  it('tells all lines of its log to a reader that names a line which it has not', async () => {
    const { post, ask, runner } = await serve();
    const { callId } = (await post('/jobs/build', { repo: 'a' })).body;
    await runner.queue.ended(callId);
    const response = await ask(`/calls/${callId}/events`, { headers: { 'last-event-id': '50' } });
    const events = parseEvents(await response.text());
    expect(events.filter(({ event }) => event === 'log').map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('tells what happens while it is open, and ends when the runner stops', async () => {
    let write: (line: string) => void = () => undefined;
    const hold = Router.create().route(
      'hold',
      async (call) => {
        write = (line) => runOf(call).log(line);
        if (!call.signal.aborted) await once(call.signal, 'abort');
      },
      { durable: true },
    );
    const { post, ask, runner } = await serve(hold);
    const { callId } = (await post('/jobs/hold', {})).body;
    await expect.poll(async () => (await runner.queue.get(callId))?.state).toBe('running');
    const response = await ask(`/calls/${callId}/events`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    write('while open');
    let text = '';
    while (!text.includes('while open')) text += (await reader.read()).value ?? '';
    const stopped = runner.stop({ graceMs: 0 });
    for (let next = await reader.read(); !next.done; ) next = await reader.read();
    await stopped;
  });
});

describe('a webhook of a durable job', () => {
  it('answers 202 with the location, or waits for the result', async () => {
    const { post, runner } = await serve();
    const { status, location, body } = await post('/hook', { repo: 'a' });
    expect([status, location]).toEqual([202, `/calls/${body.callId}`]);
    expect((await runner.queue.get(body.callId))?.metadata).toEqual({ webhook: '/hook' });
    expect(await post('/wait', { repo: 'b' })).toMatchObject({ status: 200, body: { body: { image: 'b' } } });
  });

  it('leaves repeated keys to the store, and answers 409 for another body', async () => {
    const { post } = await serve();
    const key = { 'idempotency-key': 'delivery-1' };
    const { callId } = (await post('/hook', { repo: 'a' }, key)).body;
    expect((await post('/hook', { repo: 'a' }, key)).body.callId).toBe(callId);
    expect((await post('/jobs/build', { repo: 'a' }, key)).body.callId).toBe(callId);
    expect((await post('/hook', { repo: 'b' }, key)).status).toBe(409);
  });
});

interface SentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly text?: string; readonly state?: string };
}

function parseEvents(text: string): readonly SentEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id:'))
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      return { id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(field('data') ?? '{}') };
    });
}
