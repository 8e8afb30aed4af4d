import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEngineDiscovery } from './read-engine-discovery.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docker-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, content: unknown): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
}

const digest = (name: string) => createHash('sha256').update(name).digest('hex');

test('without any file and variable nothing is chosen', async () => {
  const found = await readEngineDiscovery({ DOCKER_CONFIG: folder, HOME: '/home/me' });
  expect(found).toMatchObject({
    home: '/home/me',
    currentContext: undefined,
    context: undefined,
    tls: undefined,
  });
});

test('a config.json that cannot be read is left out with one warning, and the usual places are tried', async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on('warning', listen);
  await mkdir(join(folder, 'config.json'));
  for (let i = 0; i < 2; i += 1) {
    const found = await readEngineDiscovery({ DOCKER_CONFIG: folder, HOME: '/home/me' });
    expect(found).toMatchObject({ currentContext: undefined, context: undefined });
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listen);
  expect(warnings).toEqual([
    `${folder}/config.json is left out: it cannot be read: it is a directory (EISDIR)`,
  ]);
});

test('a context whose file cannot be read says why', async () => {
  const meta = `contexts/meta/${digest('remote')}/meta.json`;
  await mkdir(join(folder, meta), { recursive: true });
  const found = await readEngineDiscovery({
    DOCKER_CONFIG: folder,
    DOCKER_CONTEXT: 'remote',
    HOME: '/home/me',
  });
  expect(found.context).toMatchObject({
    name: 'remote',
    problem: `${folder}/${meta}: it cannot be read: it is a directory (EISDIR)`,
  });
});

test('the current context is read with its certificates', async () => {
  await write('config.json', { currentContext: 'remote' });
  await write(`contexts/meta/${digest('remote')}/meta.json`, {
    Name: 'remote',
    Endpoints: { docker: { Host: 'tcp://remote:2376', SkipTLSVerify: false } },
  });
  await write(`contexts/tls/${digest('remote')}/docker/ca.pem`, 'CA');
  const { context } = await readEngineDiscovery({ DOCKER_CONFIG: folder });
  expect(context).toEqual({
    name: 'remote',
    host: 'tcp://remote:2376',
    tls: { verify: true, ca: 'CA', cert: undefined, key: undefined },
  });
});

test('DOCKER_CONTEXT goes before the current one, and a missing one says where it was looked for', async () => {
  await write('config.json', { currentContext: 'remote' });
  const { context } = await readEngineDiscovery({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'gone' });
  expect(context?.problem).toContain(join(folder, 'contexts/meta', digest('gone')));
});

test.each([
  ['DOCKER_HOST', { DOCKER_HOST: 'tcp://x:1' }, undefined],
  ['an endpoint that was asked for', {}, 'unix:///x.sock'],
])('%s makes the contexts of the Docker CLI irrelevant', async (_, env, endpoint) => {
  await write('config.json', { currentContext: 'gone' });
  const found = await readEngineDiscovery(
    { DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'gone', ...env },
    endpoint,
  );
  expect(found).toMatchObject({ currentContext: undefined, context: undefined });
});

test('a config.json that cannot be read chooses nothing', async () => {
  await mkdir(join(folder, 'config.json'));
  expect((await readEngineDiscovery({ DOCKER_CONFIG: folder })).currentContext).toBeUndefined();
});

test('a broken config.json chooses nothing, a broken context is a problem', async () => {
  await write('config.json', '{');
  expect((await readEngineDiscovery({ DOCKER_CONFIG: folder })).currentContext).toBeUndefined();
  await write(`contexts/meta/${digest('bad')}/meta.json`, '{');
  const { context } = await readEngineDiscovery({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'bad' });
  expect(context?.problem).toContain('cannot be read');
});

test.each([
  ['no object', 'null'],
  ['endpoints that are no object', '{"Endpoints":5}'],
  ['a host that is no text', '{"Endpoints":{"docker":{"Host":5}}}'],
])('a context with %s names no host', async (_, text) => {
  await write(`contexts/meta/${digest('odd')}/meta.json`, text);
  const { context } = await readEngineDiscovery({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'odd' });
  expect(context).toMatchObject({ name: 'odd', host: undefined });
  expect(context?.problem).toBeUndefined();
});

test('a broken context is named with the place in it and without its text', async () => {
  await write(`contexts/meta/${digest('bad')}/meta.json`, '{\n  "Endpoints": hunter2');
  const { context } = await readEngineDiscovery({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'bad' });
  expect(context?.problem).toMatch(/meta\.json cannot be read: it is not JSON: /);
  expect(context?.problem).not.toContain('hunter2');
});

test('certificates of the environment', async () => {
  await write('ca.pem', 'CA');
  const env = { DOCKER_CONFIG: '/nowhere', DOCKER_CERT_PATH: folder };
  expect((await readEngineDiscovery({ ...env, DOCKER_TLS_VERIFY: '1' })).tls).toMatchObject({
    verify: true,
    ca: 'CA',
  });
  expect((await readEngineDiscovery(env)).tls).toMatchObject({ verify: true });
  expect((await readEngineDiscovery({ ...env, DOCKER_TLS: '1' })).tls).toMatchObject({ verify: false });
  const missing = await readEngineDiscovery({
    DOCKER_CERT_PATH: join(folder, 'none'),
    DOCKER_TLS_VERIFY: '1',
  });
  expect(missing.tls).toEqual(expect.stringContaining('there is no ca.pem'));
});
