import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ComposeProject, compose } from '@docktopus/compose';
import { type ConnectOptions, DockerContext, isDocktopusError, printPlan } from '@docktopus/core';
import { expect, test, vi } from 'vitest';
import { BlueprintProcess } from '../support/blueprint-process.ts';
import { ComposeBox } from '../support/compose-box.ts';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

const BLUEPRINT = fileURLToPath(new URL('../support/compose-blueprint.ts', import.meta.url));
const WAITING = `["sh", "-c", "trap exit TERM; while :; do sleep 60 & wait $$!; done"]`;

const SHOP = `
services:
  web: { image: IMAGE, command: ${WAITING}, depends_on: [db], volumes: [/scratch] }
  db: { image: IMAGE, command: ${WAITING}, volumes: [data:/data] }
  cache: { image: IMAGE, command: ${WAITING} }
volumes: { data: }
`;

function contextOf(box: ComposeBox, lifetime: 'session' | 'persistent') {
  class ShopContext extends DockerContext {
    @compose(join(box.folder, 'compose.yaml'), { projectName: box.name, processEnv: false, lifetime })
    readonly shop!: ComposeProject;
  }
  return ShopContext;
}

function options(name: string, more: Readonly<Record<string, unknown>> = {}): ConnectOptions {
  return {
    endpoint: engineEndpoint(),
    cleanup: 'none',
    config: { name, strict: 'off', shutdownGraceMs: 1_000, ...more },
    configSources: { args: false, env: false, envFile: false, file: false },
  };
}

const wholeOf = async (box: ComposeBox) => [await box.containers(), await box.networks()];
const NOTHING = [new Map(), []];

test('a context brings its project up, and takes down what is of its session; volumes stay', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const ctx = await contextOf(box, 'session').connect(options(uniqueName('shop')));
  expect(printPlan(ctx.plan)).toContain('shop: start db-1: it is new');
  expect((await box.containers()).size).toBe(3);
  expect(await ctx.shop.service('db').containers[0]!.status()).toBe('running');
  await ctx.close();
  expect(await wholeOf(box)).toEqual(NOTHING);
  expect(await box.volumes()).toEqual([`${box.name}_data`]);
});

test('a persistent project stays, and the next session has it without a step', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const name = uniqueName('shop');
  await (await contextOf(box, 'persistent').connect(options(name))).close();
  const before = await box.containers();
  expect(before.size).toBe(3);
  await using ctx = await contextOf(box, 'persistent').connect(options(name));
  expect(ctx.plan).toEqual([]);
  expect(await box.containers()).toEqual(before);
});

test('a dry run plans the project and creates nothing', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  await using ctx = await contextOf(box, 'session').connect(options(uniqueName('shop'), { dryRun: true }));
  expect(printPlan(ctx.plan)).toContain(`shop: create network ${box.name}_default: there is none yet`);
  expect(await wholeOf(box)).toEqual(NOTHING);
});

test("a living session's project is refused to another session", async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  await using _first = await contextOf(box, 'session').connect(options(uniqueName('first')));
  const second = contextOf(box, 'session').connect(options(uniqueName('second')));
  const error = await second.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error, 'compose.owned-elsewhere')) throw error;
  expect(error.details.containers).toHaveLength(3);
  expect((await box.containers()).size).toBe(3);
});

test('a project whose file is invalid keeps the context from connecting, and nothing is created', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': 'services: { a: { imag: x } }' });
  const connecting = contextOf(box, 'session').connect(options(uniqueName('shop')));
  await expect(connecting).rejects.toMatchObject({ code: 'compose.invalid' });
  expect(await wholeOf(box)).toEqual(NOTHING);
});

/** A blueprint with the project in a separate process. */
function blueprintOf(box: ComposeBox, lifetime: 'session' | 'persistent', name = uniqueName('doomed')) {
  const file = join(box.folder, 'compose.yaml');
  const settings = { name, project: box.name, file, endpoint: engineEndpoint(), lifetime };
  return new BlueprintProcess(BLUEPRINT, [JSON.stringify(settings)]);
}

const MOMENTS: Readonly<Record<string, (box: ComposeBox) => Promise<boolean>>> = {
  'its network is there': async (box) => (await box.networks()).length > 0,
  'a container is there': async (box) => (await box.containers()).size > 0,
  'every container is there': async (box) => (await box.containers()).size === 3,
};

async function killedWhen(moment: string, box: ComposeBox, blueprint: BlueprintProcess): Promise<void> {
  await vi.waitFor(async () => expect(await MOMENTS[moment]!(box)).toBe(true), {
    interval: 5,
    timeout: 30_000,
  });
  blueprint.signal('SIGKILL');
  await blueprint.end();
}

test.each(Object.keys(MOMENTS))(
  'killed in the middle of up, when %s, a blueprint leaves nothing of its session',
  async (moment) => {
    await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
    await using blueprint = blueprintOf(box, 'session');
    await killedWhen(moment, box, blueprint);
    await vi.waitFor(async () => expect(await wholeOf(box)).toEqual(NOTHING), {
      timeout: 15_000,
      interval: 50,
    });
  },
);

test('killed in the middle of up, a persistent project is brought to its end by the next start', async () => {
  await using box = await ComposeBox.with({ 'compose.yaml': SHOP });
  const name = uniqueName('doomed');
  await using blueprint = blueprintOf(box, 'persistent', name);
  await killedWhen('a container is there', box, blueprint);
  await box.write({ 'compose.yaml': SHOP.replace('[/scratch]', '[/scratch], labels: { a: b }') });
  await using ctx = await contextOf(box, 'persistent').connect(options(name));
  for (const service of ctx.shop.services)
    expect(await ctx.shop.service(service).containers[0]!.status()).toBe('running');
  const names = ['cache', 'db', 'web'].map((each) => `${box.name}-${each}-1`);
  expect([...(await box.containers()).keys()]).toEqual(names);
  expect(await ctx.shop.up()).toEqual([]);
});
