import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connectDocker, type Docker, isDocktopusError } from '@docktopus/core';
import type { PullProgress } from '@docktopus/core/engine';
import { FaultProxy } from '@docktopus/testing';
import { lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, type TestContext, test, vi } from 'vitest';
import { pullBusybox } from '../../scripts/setup/images.mjs';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { REGISTRY_USER, Registry } from '../support/registry.ts';

let config: string;

beforeEach(async () => {
  // Nothing of the developer's own log-ins.
  config = await mkdtemp(join(tmpdir(), 'docker-config-'));
  vi.stubEnv('DOCKER_CONFIG', config);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(config, { recursive: true });
});

/** A registry, a client whose requests are seen, and a name in the registry that is removed in the end. */
async function setup(context: TestContext, options?: { login: boolean }) {
  const registry = await Registry.start(context, options);
  const proxy = await FaultProxy.start(engineEndpoint());
  const docker = await connectDocker({ endpoint: proxy.endpoint });
  const reference = `${registry.address}/${uniqueName('app')}:1`;
  return {
    registry,
    proxy,
    docker,
    reference,
    async [Symbol.asyncDispose]() {
      await using own = await connectDocker({ endpoint: engineEndpoint() });
      await own.images.remove(reference, { force: true });
      await docker.close();
      await proxy.close();
      await registry[Symbol.asyncDispose]();
    },
  };
}

/** Puts the busybox image into the registry under `reference`, and nowhere else. */
async function publish(docker: Docker, reference: string, auth?: typeof REGISTRY_USER) {
  await docker.images.tag(busyboxImage(), reference);
  const pushed = await docker.images.push(reference, { auth });
  await docker.images.remove(reference);
  return pushed;
}

const unauthorized = (error: unknown) => isDocktopusError(error, 'image.unauthorized');

describe('a registry without log-in', () => {
  test('a pushed image can be pulled, by name and by digest', async (context) => {
    await using bench = await setup(context);
    const { docker, reference } = bench;
    const progress: PullProgress[] = [];
    await docker.images.tag(busyboxImage(), reference);
    const { digest } = await docker.images.push(reference, { onProgress: (one) => progress.push(one) });
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(progress.at(-1)?.layers).toEqual([expect.objectContaining({ phase: 'done' })]);
    await docker.images.remove(reference);
    expect(await docker.images.exists(reference)).toBe(false);

    const pulled = await docker.images.pull(reference);
    expect(pulled.RepoTags).toContain(reference);
    expect(pulled.Id).toBe((await docker.images.inspect(busyboxImage())).Id);
    const byDigest = await docker.images.pull(reference.replace(/:1$/, `@${digest}`));
    expect(byDigest.Id).toBe(pulled.Id);
  });

  test('set-up takes busybox from it where there are no packages of Debian', async (context) => {
    await using bench = await setup(context);
    const { docker, reference } = bench;
    const from = reference.replace(/:1$/, '');
    await publish(docker, `${from}:1.35`);
    const repository = uniqueName('busybox');
    try {
      await pullBusybox(engineEndpoint(), { from, repository });
      const { Id } = await docker.images.inspect(`${repository}:1.35`);
      expect(Id).toBe((await docker.images.inspect(busyboxImage())).Id);
    } finally {
      for (const name of [from, repository]) await docker.images.remove(`${name}:1.35`);
    }
  });

  test('a pull tells how far it is, layer by layer', async (context) => {
    await using bench = await setup(context);
    const { docker, reference } = bench;
    // Layers that the engine has already are not pulled: these are new.
    await writeFile(join(config, 'one'), randomBytes(3_000_000));
    await writeFile(join(config, 'two'), randomBytes(1_000_000));
    await writeFile(join(config, 'Dockerfile'), 'FROM scratch\nCOPY one /\nCOPY two /\n');
    await docker.images.build(config, { tags: [reference] });
    await docker.images.push(reference);
    await docker.images.remove(reference);
    const pull = docker.images.startPull(reference);
    const states = await lastValueFrom(pull.progress$.pipe(toArray()));
    expect((await pull.completed).RepoTags).toContain(reference);
    expect(states.at(-1)).toMatchObject({ reference, layers: [{ phase: 'done' }, { phase: 'done' }] });
    const { currentBytes = 0, totalBytes = 0 } = states.at(-1) ?? {};
    expect(totalBytes).toBeGreaterThan(3_900_000);
    expect(currentBytes).toBe(totalBytes);
    const bytes = states.map((state) => state.currentBytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(states.at(-1)?.message).toMatch(/^Status: /);
  });

  test('callers at the same time share one pull', async (context) => {
    await using bench = await setup(context);
    const { docker, proxy, reference } = bench;
    await publish(docker, reference);
    const images = await Promise.all(Array.from({ length: 8 }, () => docker.images.pull(reference)));
    expect(new Set(images.map(({ Id }) => Id)).size).toBe(1);
    expect(proxy.requests.filter(({ url }) => url.includes('/images/create'))).toHaveLength(1);
  });

  test('a shared pull goes on until its last caller aborts', async (context) => {
    await using bench = await setup(context);
    const { docker, proxy, reference } = bench;
    await publish(docker, reference);
    const stall = proxy.inject({ kind: 'delay', ms: 300 }, { on: /images\/create/ });
    const abort = new AbortController();
    const impatient = docker.images.pull(reference, { signal: abort.signal });
    const patient = docker.images.pull(reference);
    abort.abort();
    await expect(impatient).rejects.toSatisfy((error) => isDocktopusError(error, 'aborted'));
    expect((await patient).RepoTags).toContain(reference);

    stall[Symbol.dispose]();
    proxy.inject({ kind: 'black-hole' }, { on: /images\/create/ });
    await expect(docker.images.pull(reference, { timeoutMs: 100 })).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'timeout'),
    );
    proxy.heal();
    expect((await docker.images.pull(reference)).RepoTags).toContain(reference);
  });

  test('an image that is not there', async (context) => {
    await using bench = await setup(context);
    const { docker, registry, reference } = bench;
    const notFound = (error: unknown) => isDocktopusError(error, 'image.not-found');
    await expect(docker.images.pull(`${registry.address}/nope:1`)).rejects.toSatisfy(notFound);
    await publish(docker, reference);
    await expect(docker.images.pull(reference.replace(/:1$/, ':2'))).rejects.toSatisfy(notFound);
    await expect(docker.images.push(`${registry.address}/nope:1`)).rejects.toSatisfy(notFound);
  });

  test('a registry that is away', async (context) => {
    await using bench = await setup(context);
    const { docker } = bench;
    await expect(docker.images.pull('127.0.0.1:1/nope:1')).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'image.pull-failed'),
    );
  });
});

describe('a registry with log-in', () => {
  test('refuses strangers and wrong passwords, and says so', async (context) => {
    await using bench = await setup(context, { login: true });
    const { docker, reference } = bench;
    await docker.images.tag(busyboxImage(), reference);
    const wrong = { username: 'me', password: 'not-the-password' };
    for (const auth of [undefined, wrong]) {
      const push = await docker.images.push(reference, { auth }).catch((error: unknown) => error);
      const pull = await docker.images.pull(reference, { auth }).catch((error: unknown) => error);
      for (const error of [push, pull]) {
        expect(error).toSatisfy(unauthorized);
        expect(JSON.stringify([error, String(error)])).not.toContain('not-the-password');
      }
    }
  });

  test('takes the credentials that are given', async (context) => {
    await using bench = await setup(context, { login: true });
    const { docker, reference, proxy } = bench;
    await publish(docker, reference, REGISTRY_USER);
    expect((await docker.images.pull(reference, { auth: REGISTRY_USER })).RepoTags).toContain(reference);
    expect(proxy.requests.filter(({ url }) => url.includes(REGISTRY_USER.password))).toEqual([]);
  });

  test('takes the credentials of the Docker CLI', async (context) => {
    await using bench = await setup(context, { login: true });
    const { docker, reference, registry } = bench;
    const auth = Buffer.from(`${REGISTRY_USER.username}:${REGISTRY_USER.password}`).toString('base64');
    await writeConfig({ auths: { [registry.address]: { auth } } });
    await publish(docker, reference);
    expect((await docker.images.pull(reference)).RepoTags).toContain(reference);
  });

  for (const setting of ['credHelpers', 'credsStore']) {
    test(`takes the credentials of a helper in ${setting}`, async (context) => {
      await using bench = await setup(context, { login: true });
      const { docker, reference, registry } = bench;
      const answer = { Username: REGISTRY_USER.username, Secret: REGISTRY_USER.password };
      await writeHelper(
        `[ "$1" = get ] && [ "$(cat)" = ${registry.address} ] && echo '${JSON.stringify(answer)}'`,
      );
      await writeConfig({ [setting]: setting === 'credsStore' ? 'test' : { [registry.address]: 'test' } });
      await publish(docker, reference);
      expect((await docker.images.pull(reference)).RepoTags).toContain(reference);
    });
  }

  test('a credential helper without credentials pulls anonymously, one that fails is an error', async (context) => {
    await using bench = await setup(context, { login: true });
    const { docker, reference } = bench;
    await writeConfig({ credsStore: 'test' });
    await writeHelper('echo credentials not found in native keychain; exit 1');
    await expect(docker.images.pull(reference)).rejects.toSatisfy(
      (error) => unauthorized(error) && !(error as Error).message.includes('helper'),
    );
    await writeHelper('echo it is locked; exit 1');
    await expect(docker.images.pull(reference)).rejects.toSatisfy(
      (error) => unauthorized(error) && (error as Error).message.includes('it is locked'),
    );
    await writeHelper('echo "{\\"Secret\\": hunter2"');
    await expect(docker.images.pull(reference)).rejects.toSatisfy(
      (error) => unauthorized(error) && !JSON.stringify([error, String(error)]).includes('hunter2'),
    );
    await writeConfig({ credsStore: 'nowhere-to-be-found' });
    await expect(docker.images.pull(reference)).rejects.toSatisfy(
      (error) => unauthorized(error) && !(error as Error).message.includes('helper'),
    );
  });
});

/** A `docker-credential-test` on the PATH. */
async function writeHelper(script: string): Promise<void> {
  const file = join(config, 'docker-credential-test');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  vi.stubEnv('PATH', `${config}${delimiter}${process.env.PATH}`);
}

async function writeConfig(content: object): Promise<void> {
  await writeFile(join(config, 'config.json'), JSON.stringify(content));
}
