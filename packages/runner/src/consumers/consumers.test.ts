import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DocktopusError, Injector } from '@docktopus/core';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { JobResult } from '../job/index.ts';
import { type LogFields, silentLogger } from '../log/index.ts';
import { authenticator } from '../webhook/authenticate.ts';
import { checkedLookup, isForbiddenAddress } from './callback-address.ts';
import { type Consumer, collect, httpCallback, jsonLines, logResults, toObserver } from './index.ts';

const host = { injector: Injector.create(), log: silentLogger };
const facts = { jobId: 'x', metadata: { from: 'test' }, handledBy: 'route', durationMs: 1.23456 };
const success = (callId: string, body: unknown = 1): JobResult => ({ ...facts, callId, ok: true, body });
const failure = (callId: string, error: Error): JobResult => ({ ...facts, callId, ok: false, error });

async function consumeAll(consumer: Consumer, ...results: readonly JobResult[]): Promise<void> {
  await consumer.open?.(host);
  for (const result of results) await consumer.consume(result, new AbortController().signal);
  await consumer.close?.();
}

test('collect keeps the latest', async () => {
  const kept = collect(2);
  await consumeAll(kept, success('a'), success('b'), success('c'));
  expect(kept.results.map(({ callId }) => callId)).toEqual(['b', 'c']);
});

test('toObserver hands results on and completes', async () => {
  const seen: unknown[] = [];
  await consumeAll(
    toObserver({ next: ({ callId }) => seen.push(callId), complete: () => seen.push('complete') }),
    success('a'),
  );
  expect(seen).toEqual(['a', 'complete']);
});

test('logResults logs ends and failures, and no bodies', async () => {
  const lines: unknown[] = [];
  const line = (message: string, fields?: LogFields) => lines.push([message, JSON.stringify(fields)]);
  const log = { ...silentLogger, info: line, error: line };
  await consumeAll(logResults(log), success('a', 'secret'), failure('b', new Error('broken')));
  expect(lines).toEqual([
    ['job "x" ended', expect.not.stringContaining('secret')],
    ['job "x" failed', expect.stringContaining('"callId":"b"')],
  ]);
});

describe('jsonLines', () => {
  it('appends one object per line', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'runner-'));
    const path = join(directory, 'results.jsonl');
    const error = new DocktopusError('timeout', {
      operation: 'job',
      reason: 'late',
      details: { timeoutMs: 5 },
    });
    await consumeAll(jsonLines(path), success('a', { n: 1 }));
    await consumeAll(
      jsonLines(path),
      success('b', null),
      failure('c', error),
      failure('d', new Error('broken')),
    );
    const lines = (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    await rm(directory, { recursive: true });
    const common = { jobId: 'x', handledBy: 'route', metadata: { from: 'test' }, durationMs: 1.235 };
    expect(lines).toEqual([
      { callId: 'a', ok: true, body: { n: 1 }, ...common },
      { callId: 'b', ok: true, body: null, ...common },
      { callId: 'c', ok: false, error: { code: 'timeout', message: 'job: late' }, ...common },
      { callId: 'd', ok: false, error: { code: 'job.failed', message: 'broken' }, ...common },
    ]);
  });

  it('tells of a disk that takes nothing, on the next result or at the end', async () => {
    const consumer = jsonLines('/dev/full');
    await consumer.open?.(host);
    await expect(async () => {
      await consumer.consume(success('a'), new AbortController().signal);
      await consumer.close?.();
    }).rejects.toThrow('ENOSPC');
  });

  it('keeps the runner from starting when the file cannot be written', async () => {
    await expect(async () => jsonLines('/no/such/directory/x').open?.(host)).rejects.toThrow('ENOENT');
  });
});

describe('addresses that callbacks do not go to', () => {
  test.each([
    '169.254.169.254',
    '169.254.0.1',
    '0.0.0.0',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    '[fe80::1]',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
  ])('%s', (address) => {
    expect(isForbiddenAddress(address)).toBe(true);
  });

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '8.8.8.8',
    '::1',
    '2001:db8::1',
    'fd00::1',
    'example.com',
    '',
  ])('but %j is fine', (address) => {
    expect(isForbiddenAddress(address)).toBe(false);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://0xA9FEA9FE/',
    'http://[::ffff:169.254.169.254]/',
    'ftp://example.com',
    'http://user:secret@example.com',
    'nonsense',
  ])('%s is refused at once', (url) => {
    expect(() => httpCallback(url)).toThrow(expect.objectContaining({ code: 'runner.invalid' }));
  });

  it('a name that stands for one is refused when the connection is opened', async () => {
    type Resolve = NonNullable<Parameters<typeof checkedLookup>[0]>;
    const resolve = ((_name: string, _options: object, done: (error: null, all: object[]) => void) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ])) as unknown as Resolve;
    const error = await new Promise((done) =>
      checkedLookup(resolve)('rebind.example', {}, (refused) => done(refused)),
    );
    expect(error).toMatchObject({ code: 'runner.invalid', subject: 'rebind.example' });
  });
});

describe('httpCallback', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  /** A server that gives `answers` in turn. */
  async function listening(...answers: readonly number[]) {
    const requests: { headers: IncomingMessage['headers']; body: string }[] = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        requests.push({ headers: request.headers, body });
        response
          .writeHead(answers[requests.length - 1] ?? 200, { location: 'http://169.254.169.254/' })
          .end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
  }

  it('posts the result as JSON, signed as a webhook checks it', async () => {
    const { requests, url } = await listening();
    const secret = 'a secret of some length';
    await consumeAll(httpCallback(url, { hmac: secret, headers: { 'x-mine': '1' } }), success('a', 5));
    const { headers, body } = requests[0]!;
    expect(JSON.parse(body)).toMatchObject({ callId: 'a', ok: true, body: 5 });
    expect(headers).toMatchObject({
      'idempotency-key': 'a:route',
      'x-mine': '1',
      'content-type': 'application/json',
    });
    const check = authenticator({ type: 'hmac', secret }, host.injector, 'test');
    const header = (name: string) => headers[name] as string;
    expect(check({ header, body: Buffer.from(body) }, Date.now())).not.toBe('refused');
  });

  test.each<[answers: number[], requests: number, outcome: string]>([
    [[503, 500, 200], 3, 'fine'],
    [[429, 204], 2, 'fine'],
    [[500, 500, 500], 3, 'it answered 500'],
    [[400], 1, 'it answered 400'],
    [[302], 1, 'it answered 302'],
  ])('that is answered %j sends %d requests: %s', async (answers, count, outcome) => {
    const { requests, url } = await listening(...answers);
    const consuming = consumeAll(httpCallback(url, { retries: 2, initialMs: 1 }), success('a'));
    const came = await consuming.then(
      () => 'fine',
      (error: DocktopusError) => error.reason,
    );
    expect([requests.length, came]).toEqual([count, outcome]);
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('fails without an answer, and gives up at once when the runner no longer waits', async () => {
    const { url } = await listening();
    server?.close();
    await expect(consumeAll(httpCallback(url, { retries: 1, initialMs: 1 }), success('a'))).rejects.toThrow(
      'ECONNREFUSED',
    );
    const consumer = httpCallback(url, { initialMs: 20_000, jitter: 0 });
    const stop = new AbortController();
    const consuming = consumer.consume(success('a'), stop.signal);
    stop.abort(new Error('stop'));
    await expect(consuming).rejects.toThrow();
  });

  it('needs a secret that is long enough', async () => {
    await expect(consumeAll(httpCallback('http://127.0.0.1:1', { hmac: 'short' }))).rejects.toMatchObject({
      code: 'runner.invalid',
    });
  });
});
