import { type Container, container, DockerContext } from '@docktopus/core';
import { expect, test } from 'vitest';
import { buildDoomed, Doomed } from '../support/crash/doomed.ts';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

buildDoomed();

test('two processes that start the same persistent container at the same time get one', async () => {
  await using things = await Labelled.connect();
  for (let round = 0; round < 3; round += 1) {
    const name = uniqueName('race');
    const start = () => new Doomed({ name, label: things.label, persistent: String(600 + round) });
    await using one = start();
    await using two = start();
    const ids = await Promise.all([one.reaches('store'), two.reaches('store')]);
    expect(ids[0]).toMatch(/^store [0-9a-f]{64}$/);
    expect(ids[1]).toBe(ids[0]);
    await one.end();
    await two.kill();
    expect(await things.names()).toHaveLength(round + 1);
  }
}, 180_000);

test('a persistent container is adopted running, adopted stopped, and replaced when its spec has changed', async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('adopt');
  const start = (version: string) => {
    class Store extends DockerContext {
      @container((c) =>
        c
          .image(busyboxImage())
          .cmd(['sleep', '600'])
          .env({ VERSION: version })
          .labels({ [things.label]: '' })
          .lifetime('persistent')
          .stopSignal('SIGKILL')
          .pull('never'),
      )
      readonly store!: Container;
    }
    return Store.connect({
      endpoint: engineEndpoint(),
      cleanup: 'sweep',
      config: { name, strict: 'off', shutdownGraceMs: 0 },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
  };
  const seen: string[] = [];
  const look = async (ctx: Awaited<ReturnType<typeof start>>) => {
    seen.push(`${ctx.plan[0]?.op} ${await ctx.store.status()}`);
    return ctx.store.id;
  };

  const first = await start('1');
  const id = await look(first);
  await first.close();

  const second = await start('1');
  expect(await look(second)).toBe(id);
  await second.store.stop({ graceMs: 0 });
  await second.close();

  const third = await start('1');
  expect(await look(third)).toBe(id);
  await third.close();

  await using fourth = await start('2');
  expect(await look(fourth)).not.toBe(id);
  expect(seen).toEqual(['create running', 'adopt running', 'adopt running', 'replace running']);
  expect(await things.names()).toEqual([`${name}-store`]);
}, 120_000);
