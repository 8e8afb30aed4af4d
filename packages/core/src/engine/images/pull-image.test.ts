import { FakeEngine } from '@docktopus/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';

/** Makes fifty milliseconds of one. */
let ticking: NodeJS.Timeout;

const warned = vi.spyOn(process, 'emitWarning');

beforeEach(() => {
  // Half of the shortest pause.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  ticking = setInterval(() => vi.advanceTimersByTime(50), 1);
  warned.mockReset().mockImplementation(() => undefined);
});

afterEach(() => {
  clearInterval(ticking);
  vi.useRealTimers();
});

async function setup() {
  const engine = new FakeEngine();
  const docker = await connectDocker({ transport: engine, env: { DOCKER_CONFIG: '/nowhere' } });
  await docker.images.remove('busybox:1.36', { force: true });
  return {
    engine,
    docker,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

const TRANSIENT = [
  'Get "https://registry-1.docker.io/v2/": unexpected EOF',
  'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
  'received unexpected HTTP status: 503 Service Unavailable',
  'unexpected status from HEAD request to https://r/v2/x/manifests/1: 502 Bad Gateway',
  'Get "https://r/v2/": dial tcp 1.2.3.4:443: i/o timeout',
  'Get "https://r/v2/": read tcp 1.2.3.4:1->5.6.7.8:443: read: connection reset by peer',
  'Get "https://r/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
];

test.each(TRANSIENT)('a pull is tried again after "%s", and says so', async (reason) => {
  await using bench = await setup();
  bench.engine.pullFails(reason, { times: 2 });
  const messages: string[] = [];
  const { RepoTags } = await bench.docker.images.pull('busybox:1.36', {
    onProgress: ({ message }) => messages.push(message),
  });
  expect(RepoTags).toEqual(['busybox:1.36']);
  expect(messages).toContain(`${reason}; trying again in 500 ms (1 of 3)`);
  expect(messages).toContain(`${reason}; trying again in 1000 ms (2 of 3)`);
  expect(warned.mock.calls.map(([text]) => text)).toEqual([
    `pull of busybox:1.36: ${reason}; trying again in 500 ms (1 of 3)`,
    `pull of busybox:1.36: ${reason}; trying again in 1000 ms (2 of 3)`,
  ]);
});

test('a pull that fails four times is over', async () => {
  await using bench = await setup();
  bench.engine.pullFails('received unexpected HTTP status: 503 Service Unavailable', { times: 4 });
  await expect(bench.docker.images.pull('busybox:1.36')).rejects.toMatchObject({
    code: 'image.pull-failed',
    reason: 'received unexpected HTTP status: 503 Service Unavailable (tried 4 times)',
  });
  expect(warned).toHaveBeenCalledTimes(3);
});

test('a caller who leaves ends the pause', async () => {
  await using bench = await setup();
  bench.engine.pullFails('unexpected EOF', { times: 4 });
  const abort = new AbortController();
  const pulling = bench.docker.images.pull('busybox:1.36', {
    signal: abort.signal,
    onProgress: ({ message }) => message.includes('trying again') && abort.abort(),
  });
  await expect(pulling).rejects.toMatchObject({ code: 'aborted' });
  expect(warned).toHaveBeenCalledTimes(1);
});

test.each([
  ['toomanyrequests: You have reached your pull rate limit', 'image.rate-limited'],
  ['Get "https://r/v2/": x509: certificate signed by unknown authority', 'registry.untrusted'],
  ['Get "https://r/v2/": http: server gave HTTP response to HTTPS client', 'registry.insecure'],
  ['manifest for r/x:503 not found: manifest unknown', 'image.not-found'],
  ['Get "https://r/v2/": dial tcp 127.0.0.1:443: connect: connection refused', 'image.pull-failed'],
  ['filesystem layer verification failed', 'image.pull-failed'],
])('a pull is not tried again after "%s"', async (reason, code) => {
  await using bench = await setup();
  bench.engine.pullFails(reason, { times: 1 });
  await expect(bench.docker.images.pull('busybox:1.36')).rejects.toMatchObject({ code });
  expect(warned).not.toHaveBeenCalled();
});
