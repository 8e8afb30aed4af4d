import { type Container, container, DockerContext } from '@docktopus/core';
import { expect, test } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

/** A context with two containers in a network that `onInit()` ensures, one of them persistent. */
function shop(name: string, label: string) {
  class Shop extends DockerContext {
    override async onInit() {
      await this.networks.ensure(`${name}-net`, { labels: { [label]: '' } });
    }
    @container((c) => inNetwork(c.image(busyboxImage())).lifetime('persistent'))
    readonly db!: Container;
    @container((c) => inNetwork(c.image(busyboxImage())).dependsOn('db'))
    readonly web!: Container;
  }
  const inNetwork = (c: ReturnType<DockerContext['container']>) =>
    c
      .cmd(['sleep', '600'])
      .stopSignal('SIGKILL')
      .labels({ [label]: '' })
      .networks(`${name}-net`)
      .pull('never');
  return Shop.connect({
    endpoint: engineEndpoint(),
    cleanup: 'sweep',
    config: { name, strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
}

test('managed containers in a shared network find each other by their managed names', async () => {
  await using things = await Labelled.connect();
  await using ctx = await shop(uniqueName('shop'), things.label);
  const { exitCode } = await ctx.web.exec(['ping', '-c', '1', '-W', '5', 'db']);
  expect(exitCode).toBe(0);
  await ctx.db.remove({ force: true });
}, 120_000);

test('a persistent container starts again after its network was pruned and made again', async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('shop');
  const first = await shop(name, things.label);
  const { id } = first.db;
  const { docker } = first;
  await first.db.stop();
  await first.web.remove({ force: true });
  await docker.networks.remove(`${name}-net`);
  await first.close();
  await using second = await shop(name, things.label);
  expect([second.db.id, await second.db.status()]).toEqual([id, 'running']);
  const { exitCode } = await second.web.exec(['ping', '-c', '1', '-W', '5', 'db']);
  expect(exitCode).toBe(0);
  await second.db.remove({ force: true });
}, 120_000);

test('a network that two instances use goes with the last one, and neither close fails', async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('shop');
  const one = await shop(name, things.label);
  const two = await shop(name, things.label);
  await one.db.remove({ force: true });
  await one.close();
  expect((await two.docker.networks.list()).map(({ Name }) => Name)).toContain(`${name}-net`);
  const { docker } = two;
  const left = async () => (await docker.networks.list()).map(({ Name }) => Name);
  expect(await left()).toContain(`${name}-net`);
  await two.close();
  expect(await things.names()).toEqual([]);
}, 120_000);
