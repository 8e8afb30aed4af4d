import { delay } from '@docktopus/core/kit';
import { expect, test, vi } from 'vitest';
import { buildDoomed, Doomed } from '../support/crash/doomed.ts';
import { uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

buildDoomed();

const KILLS = 12;

/** Moments up to `longestMs`, one drawn from each of `count` equal parts. */
function moments(count: number, longestMs: number): number[] {
  return Array.from({ length: count }, (_, index) => ((index + Math.random()) / count) * longestMs);
}

/** How long it takes from the beginning of the blueprint's clean-up to its being ready. */
async function timeToReady(things: Labelled): Promise<{ readonly fromMs: number; readonly toMs: number }> {
  const begun = performance.now();
  await using doomed = new Doomed({ name: uniqueName('crash'), label: things.label });
  await doomed.reaches('init');
  const fromMs = performance.now() - begun;
  await doomed.reaches('ready');
  return { fromMs, toMs: performance.now() - begun };
}

test('killed at any moment, the watcher removes all of it within 5 s and nothing of others', async () => {
  await using things = await Labelled.connect();
  await using others = await Labelled.connect();
  await using bystander = new Doomed({ name: uniqueName('bystander'), label: others.label });
  await bystander.reaches('ready');
  const before = await others.names();
  expect(before).toHaveLength(4);

  const { fromMs, toMs } = await timeToReady(things);
  // On a machine where the start alone takes so long, the engine's removals do as well.
  const withinMs = Math.max(5_000, 2 * (toMs - fromMs));
  const took: number[] = [];
  for (const afterMs of moments(KILLS, toMs - fromMs)) {
    await using doomed = new Doomed({ name: uniqueName('crash'), label: things.label });
    await doomed.reaches('init');
    await delay(afterMs);
    await doomed.kill();
    const killed = performance.now();
    await vi.waitFor(async () => expect(await things.names()).toEqual([]), {
      timeout: withinMs,
      interval: 50,
    });
    took.push(Math.round(performance.now() - killed));
  }
  console.info(
    `${KILLS} kills within ${Math.round(toMs - fromMs)} ms; all gone after ${took.sort((a, b) => a - b)} ms`,
  );
  expect(await things.names()).toEqual([]);
  expect(await others.names()).toEqual(before);
  await bystander.end();
  expect(bystander.output).toContain('closed');
  expect(await others.names()).toEqual([]);
}, 400_000);

test('without a watcher, the next start of the blueprint removes what was left, and nothing of others', async () => {
  await using things = await Labelled.connect();
  await using others = await Labelled.connect();
  const name = uniqueName('swept');
  await using bystander = new Doomed({ name, label: others.label, cleanup: 'sweep' });
  await bystander.reaches('ready');
  const before = await others.names();

  await using doomed = new Doomed({ name, label: things.label, cleanup: 'sweep' });
  await doomed.reaches('ready');
  await doomed.kill();
  expect(await things.names()).toHaveLength(3);

  await using next = new Doomed({ name, label: things.label, cleanup: 'sweep' });
  await next.reaches('ready');
  expect(await things.names()).toHaveLength(3);
  expect(await others.names()).toEqual(before);
  await next.end();
  expect(await things.names()).toEqual([]);
}, 120_000);

test("with clean-up 'none' everything stays", async () => {
  await using things = await Labelled.connect();
  const name = uniqueName('none');
  for (const expected of [4, 8]) {
    await using doomed = new Doomed({ name: `${name}-${expected}`, label: things.label, cleanup: 'none' });
    await doomed.reaches('ready');
    await doomed.kill();
    expect(await things.names()).toHaveLength(expected);
  }
}, 120_000);
