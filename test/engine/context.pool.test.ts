import { DockerContext } from '@docktopus/core';
import { expect, test } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

const ROUNDS = 6;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const median = (times: readonly number[]) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

test('a lease is there at once, each container is used once, and nothing is left', async () => {
  await using things = await Labelled.connect();
  const ctx = await DockerContext.connect({
    endpoint: engineEndpoint(),
    cleanup: 'sweep',
    config: { name: uniqueName('pool'), strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = ctx
    .container(busyboxImage())
    .cmd(['sleep', '600'])
    .labels({ [things.label]: '' })
    .pull('never');
  const pool = ctx.pool('sandbox', box, { min: 2, max: 4 });
  const ids = new Set<string | undefined>();
  const leased: number[] = [];
  const created: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await pool.ready();
    const begun = performance.now();
    await using lease = await pool.lease();
    leased.push(performance.now() - begun);
    ids.add(lease.container.id);
    expect((await lease.container.exec(['echo', 'hello'])).stdout).toBe('hello\n');

    const fresh = box.slot();
    created.push(await timed(() => fresh.start()));
    await fresh.remove({ force: true });
  }
  const [lease, fresh] = [median(leased), median(created)];
  console.info(
    `lease ${lease.toFixed(2)} ms, create and start ${fresh.toFixed(0)} ms (medians of ${ROUNDS})`,
  );
  expect(ids.size).toBe(ROUNDS);
  expect(lease).toBeLessThan(fresh / 10);
  await ctx.close();
  expect(await things.names()).toEqual([]);
}, 120_000);
