import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type {} from '../packaging/build-setup.ts';
import { docktopus, shopOnSocket } from './docktopus.ts';

const FILE = `
name: store
services:
  web:
    image: shop/web:1
    environment: { DB_PASSWORD: hunter2, LEVEL: info, PRICE: 5$$ }
    depends_on: [db]
  db:
    image: shop/web:1
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`;

/** A folder with a Compose file, and an engine in memory. */
async function store() {
  const shop = await shopOnSocket();
  await writeFile(join(shop.folder, 'compose.yaml'), FILE);
  const compose = (args: readonly string[], options = {}) =>
    shop.run(['compose', ...args], { cwd: shop.folder, ...options });
  return { ...shop, compose };
}

const ops = (ran: { readonly json: { readonly steps: readonly { readonly id: string }[] } }) =>
  ran.json.steps.map(({ id }) => id);

describe('compose', () => {
  it('plans, brings up what is planned, lists it, and takes it down again', async () => {
    await using shop = await store();
    const planned = await shop.compose(['plan']);
    expect([planned.code, planned.stderr]).toEqual([0, '']);
    expect(planned.stdout.split('\n')).toContain(
      'create web-1: there is none yet; after create network store_default, create db-1',
    );
    expect(await shop.shop.docker.engine.listContainers({ all: true })).toEqual([]);

    const up = await shop.compose(['up', '-d', '--json']);
    expect([up.code, up.json.v, up.json.project]).toEqual([0, 1, 'store']);
    expect(ops(up)).toEqual(ops(await docktopusPlan(planned.stdout)));
    expect(ops(await shop.compose(['up', '--json']))).toEqual([]);
    expect((await shop.compose(['up'])).stderr).toBe('nothing to do\n');

    const { json } = await shop.compose(['ps', '--json']);
    expect([json.v, json.project]).toEqual([1, 'store']);
    expect(json.containers).toMatchObject([
      { name: 'store-db-1', service: 'db', number: 1, status: 'running' },
      { name: 'store-web-1', service: 'web', number: 1, status: 'running' },
    ]);
    expect((await shop.compose(['ps', 'web'])).stdout).toMatch(
      /^NAME +SERVICE +STATE[^\n]+\nstore-web-1 +web +running/,
    );

    const down = await shop.compose(['down', '-t', '1', '--json']);
    expect([down.code, ops(down).at(-1)]).toEqual([0, 'remove network store_default']);
    const empty = await shop.compose(['ps']);
    expect([empty.code, empty.stdout, empty.stderr]).toEqual([0, '', 'project store has no container\n']);
  });

  it('prints logs of services with their containers, and runs commands in them', async () => {
    await using shop = await store();
    await shop.compose(['up', '--scale', 'web=2']);
    const logs = await shop.compose(['logs', '-n', '1', 'web']);
    expect(logs.stdout.split('\n').sort()).toEqual(['', 'web-1 | no cache', 'web-2 | no cache']);
    const line = JSON.parse((await shop.compose(['logs', 'db', '--json'])).stdout.split('\n')[0]!);
    expect(line).toMatchObject({ v: 1, project: 'store', container: 'db-1', line: expect.any(String) });
    const ran = await shop.compose(['exec', '--index', '2', '-e', 'X=1', 'web', 'sh', '-c', 'cat; exit 7'], {
      input: 'passed on',
    });
    expect([ran.code, ran.stdout]).toEqual([7, 'passed on']);
    expect((await shop.compose(['exec', '--index', '3', 'web', 'true'])).stderr).toContain(
      'service web has no container 3',
    );
    expect(await shop.compose(['exec', 'web', 'no-such-program'])).toMatchObject({ code: 127 });
    const following = shop.start(['compose', 'logs', '-f'], { cwd: shop.folder });
    await following.until('listening');
    following.process.kill('SIGINT');
    expect((await following.end()).code).toBe(130);
  });

  it('prints the file as it is understood, without its secrets and without an engine', async () => {
    await using shop = await store();
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    const config = await shop.compose(['config'], { env });
    expect(config.code).toBe(0);
    expect(config.stdout).toContain('LEVEL: info');
    expect(config.stdout, 'reads back as the same model').toContain('PRICE: 5$$');
    expect(config.stdout).not.toContain('hunter2');
    expect((await shop.compose(['config', '--no-mask'], { env })).stdout).toContain('hunter2');
    expect((await shop.compose(['config', '--json'], { env })).json).toMatchObject({
      v: 1,
      config: { name: 'store', services: { web: { environment: { DB_PASSWORD: '••••••', LEVEL: 'info' } } } },
    });
    expect((await shop.compose(['config', '--services'], { env })).stdout).toBe('web\ndb\n');
    expect((await shop.compose(['config', '--images', '--json'], { env })).json).toEqual({
      v: 1,
      images: ['shop/web:1'],
    });
    expect(await shop.compose(['config', '-q'], { env })).toMatchObject({ code: 0, stdout: '' });
  });

  it('finds the file above the folder, by COMPOSE_FILE and with -f', async () => {
    await using shop = await store();
    const other = join(shop.folder, 'other.yaml');
    await writeFile(other, 'name: other\nservices: { only: { image: "shop/web:1" } }');
    const services = async (args: readonly string[], env = {}) =>
      (await shop.compose([...args, 'config', '--services'], { env })).stdout;
    expect(await services([])).toBe('web\ndb\n');
    expect(await services([], { COMPOSE_FILE: 'other.yaml' })).toBe('only\n');
    expect(await services(['-f', 'other.yaml'])).toBe('only\n');
    expect(await services(['-f', 'compose.yaml', '-f', 'other.yaml'])).toBe('web\ndb\nonly\n');
    const input = 'name: piped\nservices: { a: { image: x, volumes: ["./data:/data"] } }';
    const { json } = await shop.compose(['-f', '-', 'config', '--json'], { input });
    expect(json.config).toMatchObject({
      name: 'piped',
      services: { a: { volumes: [{ source: join(shop.folder, 'data') }] } },
    });
    const lost = await docktopus(['compose', 'config'], { cwd: '/' });
    expect([lost.code, lost.stderr]).toEqual([
      2,
      expect.stringContaining('there is no compose.yaml in / or above it'),
    ]);
  });

  it.each<[what: string, args: readonly string[], code: number, text: string]>([
    ['a service that is not there', ['up', 'wbe'], 3, "Did you mean 'web'?"],
    ['a number that is none', ['up', '--scale', 'web'], 2, "--scale: got 'web', expected SERVICE=COUNT"],
    ['flags that exclude each other', ['up', '--force-recreate', '--no-recreate'], 2, 'exclude each other'],
    ['a policy that is none', ['plan', '--pull', 'sometimes'], 2, 'always, missing, never'],
    ['no command', ['exec', 'web'], 2, "missing required argument 'command'"],
    ['an image that is nowhere', ['-f', 'missing.yaml', 'up'], 1, 'nowhere/at-all'],
    ['what the policy refuses', ['-f', 'refused.yaml', 'up'], 6, 'services.a: HostConfig.Privileged'],
    ['what the policy would refuse', ['-f', 'refused.yaml', 'plan'], 6, 'services.a: HostConfig.Privileged'],
    ['a file that is wrong', ['-f', 'wrong.yaml', 'config'], 3, 'services.web.imgae'],
  ])('says what is wrong about %s', async (_, args, code, text) => {
    await using shop = await store();
    await writeFile(join(shop.folder, 'wrong.yaml'), 'services: { web: { imgae: x } }');
    await writeFile(
      join(shop.folder, 'missing.yaml'),
      'name: gone\nservices: { a: { image: "nowhere/at-all" } }',
    );
    await writeFile(
      join(shop.folder, 'refused.yaml'),
      'name: refused\nservices: { a: { image: "shop/web:1", privileged: true } }',
    );
    using _fault = shop.engine.pullFails();
    const ran = await shop.compose(args);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(text);
  });

  it('ends with 5 when a service does not become healthy, 124 when time is up, 4 without an engine', async () => {
    await using shop = await store();
    await writeFile(
      join(shop.folder, 'sick.yaml'),
      'name: sick\nservices: { a: { image: "shop/web:1", healthcheck: { test: ["CMD", "false"], interval: 1s, retries: 1 } } }',
    );
    const sick = await shop.compose(['-f', 'sick.yaml', 'up', '--wait', '--json']);
    expect([sick.code, JSON.parse(sick.stderr.trim().split('\n').at(-1)!)]).toMatchObject([
      5,
      { v: 1, error: { code: 'container.not-ready' } },
    ]);
    using _ = shop.engine.hang('createContainer');
    expect(await shop.compose(['up', '--wait-timeout', '1'])).toMatchObject({ code: 124 });
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    expect(await shop.compose(['up'], { env })).toMatchObject({ code: 4, stdout: '' });
  });

  it('pulls and builds images and starts nothing', async () => {
    await using shop = await store();
    const pulled = await shop.compose(['--progress', 'quiet', 'pull', '--json']);
    expect([pulled.code, ops(pulled)]).toEqual([0, ['pull shop/web:1']]);
    expect((await shop.compose(['build'])).stderr).toBe('nothing to do\n');
    expect(await shop.shop.docker.engine.listContainers({ all: true })).toEqual([]);
  });

  it('builds without the cache and pulls what a build begins from, if it is asked to', async () => {
    await using shop = await store();
    await writeFile(
      join(shop.folder, 'built.yaml'),
      'name: built\nservices: { a: { build: { dockerfile_inline: "FROM shop/web:1" } }, b: { image: "shop/web:1" } }',
    );
    const requests = vi.spyOn(shop.engine, 'request');
    const asked = async (...options: readonly string[]) => {
      requests.mockClear();
      const built = await shop.compose(['-f', 'built.yaml', 'build', '--json', ...options]);
      expect([built.code, built.json.steps.map(({ op }: { op: string }) => op)]).toEqual([0, ['build']]);
      const urls = requests.mock.calls.map(([{ path }]) => new URL(path, 'http://engine'));
      const { searchParams } = urls.find(({ pathname }) => pathname.endsWith('/build'))!;
      return [searchParams.get('nocache'), searchParams.get('pull')];
    };
    expect(await asked()).toEqual([null, null]);
    expect(await asked('--no-cache', '--pull')).toEqual(['true', 'true']);
  });
});

/** The ids that a printed plan begins its lines with, in the shape of a JSON answer. */
async function docktopusPlan(text: string) {
  const steps = text
    .trim()
    .split('\n')
    .map((line) => ({ id: line.slice(0, line.indexOf(':')) }));
  return { json: { steps } };
}
