import { printPlan } from '@docktopus/core';
import { describe, expect, test } from 'vitest';
import { ComposeBox } from '../support/compose-box.ts';
import { type ComposeCli, type ComposeVersion, composeCli } from '../support/compose-cli.ts';

const WAITING = `["sh", "-c", "trap exit TERM; while :; do sleep 60 & wait $$!; done"]`;

const FILE = `
services:
  web:
    image: IMAGE
    command: ${WAITING}
    depends_on: { db: { condition: service_started, restart: true } }
    networks: { front: { aliases: [site] }, default: }
    ports: ["127.0.0.1::80"]
    env_file: web.env
    configs: [{ source: text, target: /text }]
    deploy: { replicas: 2, resources: { limits: { memory: 64m } } }
  db:
    image: IMAGE
    command: ${WAITING}
    volumes: [data:/data, ./local:/local:ro, /scratch]
    healthcheck: { test: "true", interval: 5s }
    labels: { tier: back }
  helper: { image: IMAGE, command: ${WAITING}, network_mode: 'service:db' }
networks: { front: { labels: { a: b } } }
volumes: { data: { labels: { a: b } } }
configs: { text: { content: hello } }
`;

/** What a version of Docker Compose has made, in the folder of a project. */
interface Shop {
  readonly box: ComposeBox;
  readonly compose: (...args: readonly string[]) => Promise<string>;
}

function withCompose(version: ComposeVersion, tests: (shop: () => Promise<Shop>) => void): Promise<void> {
  return composeCli(version).then((cli) => {
    if (typeof cli === 'string') process.stdout.write(`skipped: ${cli}\n`);
    describe.skipIf(typeof cli === 'string')(`Docker Compose ${version}`, () => {
      tests(async () => {
        const box = await ComposeBox.with({ 'compose.yaml': FILE, 'web.env': 'A=1\nB="two words"\n' });
        return { box, compose: (...args) => (cli as ComposeCli)(box.folder, '-p', box.name, ...args) };
      });
    });
  });
}

const CHANGES = /Recreat|Creat|Start/;

async function expectNothing(box: ComposeBox): Promise<void> {
  expect([await box.containers(), await box.networks(), await box.volumes()]).toEqual([new Map(), [], []]);
}

await withCompose('2.40.3-3', (shopOf) => {
  test('a project of Docker Compose is adopted unchanged, and taken down', async () => {
    const { box, compose } = await shopOf();
    await using _ = box;
    await compose('up', '-d');
    const before = await box.containers();
    expect(before.size).toBe(4);
    const project = await box.project();
    expect(printPlan(await project.up())).toBe('');
    expect(await box.containers()).toEqual(before);
    const { stdout } = await project.service('web').exec(['sh', '-c', 'cat /text; echo $B']);
    expect(stdout).toBe('hellotwo words\n');
    await project.down({ volumes: true });
    await expectNothing(box);
  });

  test('ours is one that it knows: up changes nothing, and down takes all of it', async () => {
    const { box, compose } = await shopOf();
    await using _ = box;
    await (await box.project()).up();
    const before = await box.containers();
    expect(await compose('up', '-d')).not.toMatch(CHANGES);
    expect(await box.containers()).toEqual(before);
    expect((await compose('ps', '--services')).trim().split('\n').sort()).toEqual(['db', 'helper', 'web']);
    await compose('down', '-v');
    await expectNothing(box);
  });

  test('a change to a service replaces it and the services that share with it, even if Docker Compose started them', async () => {
    const { box, compose } = await shopOf();
    await using _ = box;
    await compose('up', '-d');
    await compose('exec', '-T', 'db', 'sh', '-c', 'echo kept > /scratch/file');
    await box.write({ 'compose.yaml': FILE.replace('tier: back', 'tier: front') });
    const project = await box.project();
    const plan = printPlan(await project.up());
    expect(plan).toContain('create db-1: its configuration has changed');
    expect(plan).toContain('create helper-1: it shares with db, which is replaced');
    expect(plan).not.toContain('create web');
    expect(plan).toContain('start web-1: it was stopped for this');
    expect((await project.service('db').exec(['cat', '/scratch/file'])).stdout).toBe('kept\n');
    expect(await compose('up', '-d')).not.toMatch(CHANGES);
  });
});

// It counts dependencies and env files into its hashes, so what has them is replaced once.
await withCompose('2.26.1-4', (shopOf) => {
  test('a project of Docker Compose is adopted with its data, and services with another hash are replaced once', async () => {
    const { box, compose } = await shopOf();
    await using _ = box;
    await compose('up', '-d');
    await compose('exec', '-T', 'db', 'sh', '-c', 'echo kept > /scratch/file');
    const before = await box.containers();
    const project = await box.project();
    expect(printPlan(await project.up())).not.toContain('create db-1');
    expect([...(await box.containers()).keys()]).toEqual([...before.keys()]);
    expect((await project.service('db').exec(['cat', '/scratch/file'])).stdout).toBe('kept\n');
    expect(await project.up()).toEqual([]);
    await compose('down', '-v');
    await expectNothing(box);
  });
});
