import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, test, vi } from 'vitest';
import { memoryQueue, PoisonError } from '../durable/index.ts';
import { silentLogger } from '../log/index.ts';
import { Router } from '../router/index.ts';
import { BlueprintRunner, type HttpOptions } from '../runner/index.ts';
import { webhook } from '../webhook/index.ts';
import { httpAddress } from './index.ts';

test.each<[text: string, host: string, port: number]>([
  ['127.0.0.1:8080', '127.0.0.1', 8080],
  ['localhost:0', 'localhost', 0],
  ['[::1]:65535', '::1', 65535],
])('%s is an address', (text, host, port) => {
  expect(httpAddress(text)).toEqual({ host, port });
});

test.each(['8080', ':8080', '127.0.0.1', '127.0.0.1:65536', '::1:80', 'a b:1'])('%j is none', (text) => {
  expect(() => httpAddress(text)).toThrow(expect.objectContaining({ code: 'runner.invalid' }));
});

const jobs = Router.create()
  .route('echo', ({ body }) => body)
  .route('broken', () => {
    throw new Error('broken');
  });

/** A runner with an HTTP server on a free port. */
async function serving(http: HttpOptions | undefined = {}, runner = BlueprintRunner.for().router(jobs)) {
  await runner.http({ port: 0, ...http }).start();
  const { host, port } = runner.httpAddress!;
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://${host}:${port}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  return { runner, get, host, [Symbol.asyncDispose]: () => runner.stop() };
}

describe('the HTTP server', () => {
  it('listens on the loopback and tells of jobs by the ids of their routes', async () => {
    await using served = await serving();
    const { runner, get, host } = served;
    await runner.call('echo', 1);
    await runner.call('broken').catch(() => undefined);
    await runner.call('made up by a caller').catch(() => undefined);
    const { text } = await get('/metrics');
    expect(host).toBe('127.0.0.1');
    expect(text).toContain('docktopus_job_calls_total{job="echo"} 1');
    expect(text).toContain('docktopus_job_duration_seconds_count{job="broken",outcome="failed"} 1');
    expect(text).toContain('docktopus_job_calls_total{job="(none)"} 1');
    expect(text).toContain('docktopus_jobs_in_flight 0');
    expect(text).toContain('docktopus_dropped_total{by="producer"} 0');
    expect(text).not.toContain('made up');
  });

  it('tells how many durable jobs there are in each state, and leaves them out while the store is away', async () => {
    const store = memoryQueue();
    const fail = () => Promise.reject(new PoisonError('never'));
    const runner = BlueprintRunner.for()
      .router(
        Router.create()
          .route('bad', fail, { durable: true })
          .route('late', () => 1, { durable: true }),
      )
      .queue(store)
      .options({ logger: silentLogger })
      .http({ port: 0 });
    await runner.start();
    const { host, port } = runner.httpAddress!;
    const metrics = async () => (await fetch(`http://${host}:${port}/metrics`)).text();
    await runner.queue.ended((await runner.submit('bad')).id);
    await runner.submit('late', undefined, { delayMs: 60_000 });
    const text = await metrics();
    expect(text.split('\n').filter((line) => line.startsWith('docktopus_durable_jobs{'))).toEqual([
      'docktopus_durable_jobs{job="bad",state="queued"} 0',
      'docktopus_durable_jobs{job="bad",state="delayed"} 0',
      'docktopus_durable_jobs{job="bad",state="running"} 0',
      'docktopus_durable_jobs{job="bad",state="dead"} 1',
      'docktopus_durable_jobs{job="late",state="queued"} 0',
      'docktopus_durable_jobs{job="late",state="delayed"} 1',
      'docktopus_durable_jobs{job="late",state="running"} 0',
      'docktopus_durable_jobs{job="late",state="dead"} 0',
    ]);
    expect(text).not.toContain('docktopus_durable_jobs_waiting_for_host{');
    vi.spyOn(store, 'counts').mockRejectedValue(new Error('away'));
    const without = await metrics();
    expect(without).not.toContain('docktopus_durable_jobs{');
    expect(without).toContain('docktopus_jobs_in_flight 0');
    await runner.stop();
  });

  it('tells how many durable jobs wait for each host that alone may run them, and reads the store once for it', async () => {
    const store = memoryQueue();
    const runner = BlueprintRunner.for()
      .router(Router.create().route('work', () => 1, { durable: true }))
      .queue(store, { host: 'here' })
      .options({ logger: silentLogger })
      .http({ port: 0 });
    await runner.start();
    const { host, port } = runner.httpAddress!;
    const jobs = Array.from({ length: 101 }, (_, index) => ({ jobId: 'work', affinity: `gone ${index}` }));
    await runner.submitAll([
      ...jobs,
      { jobId: 'work', affinity: 'gone "1"' },
      { jobId: 'work', affinity: 'gone 7' },
      { jobId: 'work', affinity: 'gone 7', delayMs: 60_000 },
    ]);
    const ran = await runner.submit('work', 1, { affinity: 'here' });
    await runner.queue.ended(ran.id);
    const counts = vi.spyOn(store, 'counts');
    const text = await (await fetch(`http://${host}:${port}/metrics`)).text();
    expect(counts).toHaveBeenCalledTimes(1);
    const lines = text.split('\n').filter((line) => line.startsWith('docktopus_durable_jobs_waiting'));
    expect(lines.slice(0, 4)).toEqual([
      'docktopus_durable_jobs_waiting_for_host{host="gone 7",state="queued"} 2',
      'docktopus_durable_jobs_waiting_for_host{host="gone 7",state="delayed"} 1',
      'docktopus_durable_jobs_waiting_for_host{host="gone 0",state="queued"} 1',
      'docktopus_durable_jobs_waiting_for_host{host="gone 0",state="delayed"} 0',
    ]);
    // Hosts are labels: the first hundred, and what the others come to.
    expect(lines.length).toBe(2 * 101);
    expect(lines.slice(-2)).toEqual([
      'docktopus_durable_jobs_waiting_for_host{host="(others)",state="queued"} 2',
      'docktopus_durable_jobs_waiting_for_host{host="(others)",state="delayed"} 0',
    ]);
    expect(text).not.toContain('host="here"');
    await runner.stop();
  });

  it('tells whether the runner is healthy and ready', async () => {
    await using served = await serving();
    expect([await served.get('/healthz'), await served.get('/readyz')]).toEqual([
      { status: 200, text: '{"healthy":true}' },
      { status: 200, text: '{"ready":true,"notReady":[]}' },
    ]);
    expect((await served.get('/other')).status).toBe(404);
  });

  it('is not ready any more while the runner drains, and still there', async () => {
    let finish: (() => void) | undefined;
    const slow = Router.create().route('slow', () => new Promise<void>((resolve) => (finish = resolve)));
    const { runner, get } = await serving({}, BlueprintRunner.for().router(slow));
    const call = runner.call('slow');
    const stopped = runner.stop();
    expect((await get('/readyz')).status).toBe(503);
    finish?.();
    await Promise.all([call, stopped]);
    await expect(get('/readyz')).rejects.toThrow();
  });

  it('serves only what it is asked for', async () => {
    await using served = await serving({ metrics: false, health: false });
    expect([(await served.get('/metrics')).status, (await served.get('/healthz')).status]).toEqual([
      404, 404,
    ]);
  });

  it('serves several webhooks, and answers those that wait before it closes', async () => {
    let finish: ((value: string) => void) | undefined;
    const router = jobs.route('slow', () => new Promise((resolve) => (finish = resolve)));
    const runner = BlueprintRunner.for()
      .router(router)
      .producer(webhook({ path: '/echo', jobId: 'echo', auth: { type: 'none' } }))
      .producer(webhook({ path: '/slow', jobId: 'slow', auth: { type: 'none' }, mode: 'result' }));
    const { get } = await serving({}, runner);
    const json = { method: 'POST', body: '1', headers: { 'content-type': 'application/json' } };
    expect((await get('/echo', json)).status).toBe(202);
    const slow = get('/slow', json);
    while (finish === undefined) await new Promise((resolve) => setImmediate(resolve));
    const stopped = runner.stop();
    expect((await get('/echo', json)).status).toBe(503);
    finish('done');
    const { status, text } = await slow;
    expect([status, JSON.parse(text).body]).toEqual([200, 'done']);
    await stopped;
  });

  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(BlueprintRunner.for().router(jobs).http({ port }).start()).rejects.toMatchObject({
      code: 'port.in-use',
    });
    other.close();
  });

  it('says that an address of another machine is none to listen on', async () => {
    const starting = BlueprintRunner.for().router(jobs).http({ host: '192.0.2.1', port: 0 }).start();
    await expect(starting).rejects.toMatchObject({
      code: 'runner.invalid',
      reason: 'this machine has no such address (EADDRNOTAVAIL)',
      hint: expect.stringContaining('.http({ host, port })'),
    });
  });
});
