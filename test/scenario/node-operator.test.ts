import { inspect } from 'node:util';
import { Container, connectDocker, type Docker, ownershipLabels } from '@docktopus/core';
import type { JobResult, Logger } from '@docktopus/runner';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import { expect, test } from 'vitest';
import { nodeBlueprint } from '../../examples/04-node-operator/node-blueprint.ts';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';

const KEY = `canary-${'b7e2c4'.repeat(4)}`;
const TESTNET = { network: 'testnet', peers: 8 };
const MAINNET = { network: 'mainnet', peers: 25 };

function loggerTo(lines: string[]): Logger {
  const keep = (...told: readonly unknown[]) => void lines.push(inspect(told, { depth: 20 }));
  return { debug: keep, info: keep, warn: keep, error: keep };
}

/** An operator on a real engine, one session at a time; nothing of it may be left at the end. */
async function setup() {
  const name = uniqueName('operator');
  const docker = await connectDocker({ endpoint: engineEndpoint() });
  const filters = { label: [`${ownershipLabels.blueprint}=${name}`] };
  const log: string[] = [];
  return {
    docker,
    log,
    node: `${name}-node`,
    containers: () => docker.engine.listContainers({ all: true, filters }),
    async session() {
      const results = new ReplaySubject<JobResult>();
      const runner = nodeBlueprint({
        logger: loggerTo(log),
        connect: {
          endpoint: engineEndpoint(),
          cleanup: 'sweep',
          config: { name, image: busyboxImage(), shutdownGraceMs: 0, readyWithinMs: 20_000 },
          configSources: { args: false, env: { DOCKTOPUS_VALIDATOR_KEY: KEY }, envFile: false, file: false },
        },
      }).consumer(results);
      await runner.start();
      return {
        results,
        status: () => runner.call('status'),
        configure: (body: unknown) => runner.call('configure', body),
        [Symbol.asyncDispose]: () => runner.stop(),
      };
    },
    async [Symbol.asyncDispose]() {
      const left = await docker.engine.listContainers({ all: true, filters });
      for (const { Id } of left) await docker.engine.removeContainer(Id, { force: true });
      await docker.volumes.remove(`${name}-config`, { force: true });
      await docker.close();
      expect(left).toEqual([]);
    },
  };
}

test('a good configuration stays, a bad one goes back, however it is bad', async () => {
  await using operator = await setup();
  {
    await using session = await operator.session();
    expect(await session.status()).toEqual(TESTNET);
    expect(await session.configure(MAINNET)).toEqual({ result: 'rolled-out' });
    expect(await session.status()).toEqual(MAINNET);

    expect(await session.configure({ ...MAINNET, peers: 0 })).toEqual({
      result: 'rolled-back',
      reason: 'container.start-failed',
      lastWords: 'no peers to talk to',
    });
    expect(await session.status()).toEqual(MAINNET);

    expect(await session.configure({ ...MAINNET, network: 'moonnet' })).toEqual({
      result: 'rolled-back',
      reason: 'container.not-ready',
      lastWords: 'looking for peers on moonnet',
    });
    expect(await session.status()).toEqual(MAINNET);
  }
  // A volume outlives its containers, so the next session goes on where this one was.
  await using session = await operator.session();
  expect(await session.status()).toEqual(MAINNET);
}, 300_000);

test('a killed node is reported and restarted, and a rollout raises no alert', async () => {
  await using operator = await setup();
  await using session = await operator.session();
  await session.configure(MAINNET);
  const alert = firstValueFrom(
    session.results.pipe(
      filter((result) => result.jobId === 'alert' && result.ok && result.body !== undefined),
    ),
  );
  await operator.docker.engine.killContainer(operator.node);
  expect(await alert).toMatchObject({ body: { exitCode: 137, oomKilled: false, now: 'running' } });
  expect(await session.status()).toEqual(MAINNET);
}, 180_000);

test('the key is in one file that its user alone can read, and nowhere else', async () => {
  await using operator = await setup();
  const { docker, log, node } = operator;
  const results: JobResult[] = [];
  await using session = await operator.session();
  session.results.subscribe((result) => results.push(result));
  await session.configure({ ...MAINNET, peers: 0 });
  await session.configure({ network: 'not a network' }).catch((error: unknown) => log.push(inspect(error)));
  const found = await inside(docker, node, [
    'stat -c "%a %u" /run/secrets/validator-key',
    'cat /run/secrets/validator-key',
  ]);
  expect(found).toBe(`400 65534\n${KEY}`);

  const shown = [
    ...log,
    inspect(results, { depth: 20 }),
    inspect(await operator.containers(), { depth: 20 }),
  ];
  shown.push(JSON.stringify(await docker.engine.inspectContainer(node)));
  for await (const { data } of await docker.engine.containerLogs(node)) shown.push(data.toString());
  shown.push(
    await inside(docker, node, ['tr "\\0" " " < /proc/1/environ', 'tr "\\0" " " < /proc/1/cmdline']),
  );
  for (const text of shown) expect(text).not.toContain(KEY);
  expect(shown.join()).toContain('no peers to talk to');
}, 180_000);

async function inside(docker: Docker, node: string, commands: readonly string[]): Promise<string> {
  const container = await Container.fromId(docker, node);
  return (await container.exec(['sh', '-c', commands.join('; ')])).stdout;
}
