import { FakeEngine } from '@docktopus/testing';
import { afterEach, expect, test } from 'vitest';
import { Container } from '../container/index.ts';
import { connectDocker } from '../engine/index.ts';
import { labelsOf, type Ownership } from '../labels/index.ts';
import { currentSession, printSession } from './session.ts';
import { sweep } from './sweep.ts';

const engines: FakeEngine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

/** Above every pid that Linux gives out. */
const dead = printSession({ ...currentSession(), pid: 4_194_305 });
const living = printSession(currentSession());

async function setup() {
  const engine = new FakeEngine();
  engines.push(engine);
  const docker = await connectDocker({ transport: engine });
  const owner = (name: string, more: Partial<Ownership>) =>
    labelsOf({ blueprint: 'bp', session: dead, name, lifetime: 'session', nonce: 'n', ...more });
  const container = async (name: string, more: Partial<Ownership> = {}) => {
    const Labels = owner(name, more);
    const { id } = await docker.engine.createContainer(
      { Image: 'busybox:1.36', Cmd: ['sleep', '60'], Labels },
      { name },
    );
    await docker.engine.startContainer(id);
  };
  const network = (name: string) => docker.networks.create(name, { labels: owner(name, {}) });
  const left = async () => {
    const containers = await docker.engine.listContainers({ all: true });
    const networks = await docker.networks.list({ filters: { label: ['dev.docktopus.blueprint'] } });
    return [...containers.map(({ Names }) => Names[0]?.slice(1)), ...networks.map(({ Name }) => Name)].sort();
  };
  return { engine, docker, owner, container, network, left };
}

test('a sweep removes only the things of dead sessions, of one blueprint or of all', async () => {
  const { docker, container, network, left } = await setup();
  await container('orphan');
  await container('alive', { session: living });
  await container('kept', { lifetime: 'persistent' });
  await container('elsewhere', { blueprint: 'other' });
  await Container.builder(docker, 'busybox:1.36').name('foreign').create();
  await network('orphan-net');
  const report = await sweep(docker, { blueprint: 'bp' });
  expect(report.steps.filter(({ action }) => action === 'remove').map(({ name }) => name)).toEqual([
    'orphan',
    'orphan-net',
  ]);
  expect(await left()).toEqual(['alive', 'elsewhere', 'foreign', 'kept']);
  await sweep(docker);
  expect(await left()).toEqual(['alive', 'foreign', 'kept']);
});

test('what a session in a container left goes once that container has stopped or is removed, and not before', async () => {
  const { docker, container, left } = await setup();
  const { id } = await docker.engine.createContainer(
    { Image: 'busybox:1.36', Cmd: ['sleep', '60'] },
    { name: 'service' },
  );
  await docker.engine.startContainer(id);
  const session = printSession({ ...currentSession(id), host: 'cccccccccccc', namespace: '1' });
  await container('first', { session });
  await container('kept', { session, lifetime: 'persistent' });
  await sweep(docker);
  expect(await left()).toEqual(['first', 'kept', 'service']);
  await docker.engine.stopContainer(id, { graceSeconds: 0 });
  await sweep(docker);
  expect(await left()).toEqual(['kept', 'service']);
  await container('second', { session });
  await docker.engine.removeContainer(id, { force: true });
  await sweep(docker);
  expect(await left()).toEqual(['kept']);
});

test('a volume that ends with a dead session goes, and one that is persistent stays', async () => {
  const { docker, owner } = await setup();
  await docker.volumes.ensure('use', { labels: owner('db', {}) });
  await docker.volumes.ensure('alive', { labels: owner('db', { session: living }) });
  await docker.volumes.ensure('data', { labels: owner('data', { lifetime: 'persistent' }) });
  await sweep(docker, { blueprint: 'bp' });
  expect((await docker.volumes.list()).map(({ Name }) => Name).sort()).toEqual(['alive', 'data']);
});

test('a network of a dead session that containers of others are in is kept, and that is no failure', async () => {
  const { docker, container, network, left } = await setup();
  await network('shared');
  await container('alive', { session: living });
  await docker.networks.connect('shared', 'alive');
  const { steps, failures } = await sweep(docker, { blueprint: 'bp' });
  expect(failures).toEqual([]);
  expect(steps.find(({ name }) => name === 'shared')).toMatchObject({
    action: 'keep',
    why: 'containers are in it',
  });
  expect(await left()).toEqual(['alive', 'shared']);
});

test('a dry run decides the same and removes nothing', async () => {
  const { docker, container, left } = await setup();
  await container('orphan');
  const { steps } = await sweep(docker, { dryRun: true });
  expect(steps.map(({ action, name, why }) => `${action} ${name}: ${why}`)).toEqual([
    'remove orphan: process 4194305 is gone',
  ]);
  expect(await left()).toEqual(['orphan']);
});

test('a removal that fails keeps no other from being done, and is reported', async () => {
  const { engine, docker, container, left } = await setup();
  await container('one');
  await container('two');
  engine.fail('removeContainer', 500, 'stuck', { times: 1 });
  const { failures } = await sweep(docker);
  expect(failures.map(({ error }) => error)).toMatchObject([{ code: 'engine.failed' }]);
  expect(await left()).toEqual([failures[0]?.step.name]);
});
