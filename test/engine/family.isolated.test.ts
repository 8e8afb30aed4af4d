import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerFamily, type FamilyOptions, isDocktopusError, ready } from '@docktopus/core';
import { expect, test } from 'vitest';
import { busyboxImage } from '../support/engine.ts';
import { FamilyContext } from '../support/family/family-context.ts';

/** Serves `hello` on 8080. */
const SERVER = [
  'sh',
  '-c',
  'mkdir -p /tmp/www && echo hello > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www',
];

function servers(
  bench: FamilyContext,
  options: Partial<FamilyOptions<string, undefined>>,
): ContainerFamily<string, undefined> {
  return bench.family(options, () =>
    bench.ctx
      .container(busyboxImage())
      .cmd(SERVER)
      .labels({ [bench.things.label]: '' })
      .pull('never')
      .stopTimeout(0)
      .readyWhen(ready.port(8080))
      .ports(8080),
  );
}

test('isolated members are called from the host, and reach neither each other nor anything outside', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, { network: 'isolated' });
  const [a, b] = await Promise.all([family.use('a'), family.use('b')]);
  const url = await a.url(8080);
  expect(await fetch(url).then((answer) => answer.text())).toBe('hello\n');
  expect((await b.exec(['wget', '-q', '-T', '1', '-O', '-', url])).exitCode).not.toBe(0);
  expect((await b.exec(['wget', '-q', '-T', '1', '-O', '-', 'http://1.1.1.1/'])).exitCode).not.toBe(0);
  // A port can still be called after a sleep, at whatever address the container has then.
  for (const box of [a, b]) box.release();
  await family.stop('a');
  const again = await family.use('a');
  expect(await fetch(await again.url(8080)).then((answer) => answer.text())).toBe('hello\n');
  const { docker } = bench.things;
  const shards = async () =>
    (await docker.networks.list({ filters: { name: [`${bench.name}-box-`] } })).map(({ Name }) => Name);
  expect(await shards()).toHaveLength(1);
  await bench.ctx.close();
  expect(await shards()).toEqual([]);
});

test('a router reaches isolated members', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, { profile: 'untrusted' });
  const router = family.router({
    host: '*.preview.test',
    port: 8080,
    authorise: ({ slug }) => ({ key: slug }),
  });
  const server = createServer(router.request).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { host: 'acme.preview.test' } }).catch(
    String,
  );
  // fetch does not send another Host: the router has no key for this one.
  expect(answer).toMatchObject({ status: 404 });
  const { request } = await import('node:http');
  const text = await new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', headers: { host: 'acme.preview.test' } }, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  expect(text).toBe('hello\n');
  server.closeAllConnections();
  server.close();
});

test('a network that was pruned while all its members slept is made again', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, { network: 'isolated' });
  (await family.use('a')).release();
  await family.stop('a');
  const { networks } = bench.things.docker;
  const [shard] = await networks.list({ filters: { name: [`${bench.name}-box-`] } });
  await networks.remove(shard?.Id ?? '');
  const box = await family.use('a');
  expect(await fetch(await box.url(8080)).then((answer) => answer.text())).toBe('hello\n');
  expect(box.generation).toBe(1);
});

test('code inside an untrusted member has nothing to begin with and no way to more', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, { profile: { name: 'untrusted', memory: '48m', pids: 24, tmpfs: '4m' } });
  const box = await family.use('mallory');
  const sh = async (script: string) => {
    const { exitCode, stdout, stderr } = await box.exec(['sh', '-c', script], { timeoutMs: 20_000 });
    return { exitCode, text: (stdout + stderr).trim() };
  };
  const status = (await sh('cat /proc/self/status')).text;
  for (const line of [
    /^Uid:\s+65534/m,
    /^CapEff:\s+0+$/m,
    /^CapBnd:\s+0+$/m,
    /^NoNewPrivs:\s+1$/m,
    /^Seccomp:\s+2$/m,
  ]) {
    expect(status).toMatch(line);
  }
  for (const attack of [
    'echo x > /etc/passwd',
    'echo x > /escape',
    'mount -t tmpfs x /mnt',
    'mknod /tmp/sda b 8 0',
    'cp /bin/busybox /tmp/own && /tmp/own true',
    'unshare -U true',
    'chroot / true',
    'echo 1 > /proc/sys/kernel/panic',
    'test -n "$(head -c 1 /proc/kcore)"',
    'dmesg',
    'ls /var/run/docker.sock',
    'kill -9 1 && kill -0 1 && exit 1',
    'dd if=/dev/zero of=/tmp/full bs=1M count=16',
    'ip link set eth0 down',
  ]) {
    expect(await sh(attack), attack).toMatchObject({
      exitCode: expect.toSatisfy((code: number) => code !== 0),
    });
  }
  // As many processes as it may have, and no more; it goes on to work afterwards.
  const bomb = await sh('i=0; while [ $i -lt 100 ]; do sleep 3 & i=$((i+1)); done; echo all');
  expect(bomb.text).toContain("can't fork");
  expect(box.signal.aborted).toBe(false);
});

test('an untrusted member that takes more memory than it may is ended, and told apart', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, {
    profile: { name: 'untrusted', memory: '16m' },
    crash: { restart: 'never' },
  });
  const box = await family.use('mallory');
  const hog = await box.exec(['sh', '-c', 'exec tail /dev/zero']);
  expect(hog.exitCode).toBe(137);
});

test('what the profile finds less safe at adoption is given to nobody, until it is created again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'family-unsafe-'));
  await using bench = await FamilyContext.connect(undefined, dataDir);
  const old = servers(bench, { lifetime: 'persistent' });
  (await old.use('acme')).release();
  await old.close();
  const family = servers(bench, { lifetime: 'persistent', profile: 'untrusted' });
  const problems: string[] = [];
  family.problems$.subscribe(({ error }) =>
    problems.push(isDocktopusError(error) ? error.code : String(error)),
  );
  const refused = await family.use('acme').catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'family.unsafe' });
  expect((refused as Error).message).toContain('HostConfig.ReadonlyRootfs is false, not true');
  expect(problems).toEqual(['family.unsafe']);
  await family.remove('acme');
  const box = await family.use('acme');
  expect(box.generation).toBe(2);
  expect((await box.exec(['id', '-u'])).stdout).toBe('65534\n');
  await family.remove('acme');
  await rm(dataDir, { recursive: true });
});

test('a profile that the engine cannot keep is refused before anything is made', async () => {
  await using bench = await FamilyContext.connect();
  const family = servers(bench, { profile: { name: 'untrusted', runtime: 'no-such-runtime' } });
  await expect(family.use('acme')).rejects.toMatchObject({
    code: 'engine.unsupported',
    reason: expect.stringContaining("there is no runtime 'no-such-runtime'; the engine knows"),
  });
  expect(await bench.containers()).toEqual([]);
});
