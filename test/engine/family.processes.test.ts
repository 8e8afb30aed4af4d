import { rm } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { uniqueName } from '../support/engine.ts';
import { buildFamilyBlueprint, dataFolder, FamilyProcess } from '../support/family/family-process.ts';
import { Labelled } from '../support/labelled.ts';

buildFamilyBlueprint();

const persistent = { lifetime: 'persistent', idle: 'never' } as const;

async function states(things: Labelled): Promise<readonly string[]> {
  const found = await things.docker.engine.listContainers({ all: true, filters: { label: [things.label] } });
  return found.map(({ Labels, State }) => `${Labels['dev.docktopus.family-key']} ${State}`).sort();
}

test('two processes on one key make one container; the other is told who has it, and gets it when that one is gone', async () => {
  await using things = await Labelled.connect();
  const settings = {
    name: uniqueName('pair'),
    label: things.label,
    dataDir: await dataFolder(),
    options: persistent,
  };
  await using one = new FamilyProcess(settings);
  await using two = new FamilyProcess(settings);
  await Promise.all([one.says(/^ready/), two.says(/^ready/)]);
  const answers = await Promise.all([one.ask('use acme'), two.ask('use acme')]);
  const [winner, loser] = answers[0]?.startsWith('!') ? [two, one] : [one, two];
  const [won, lost] = answers[0]?.startsWith('!') ? [answers[1], answers[0]] : answers;
  expect(won).toMatch(/^[0-9a-f]{64} 1 up$/);
  expect(lost).toMatch(
    /^! family\.owned-elsewhere the container \S+ is not this process's: process \d+ is alive$/,
  );
  expect(await states(things)).toEqual(['"acme" running']);
  await winner.kill();
  expect(await loser.ask('use acme')).toBe(won);
  expect(await states(things)).toEqual(['"acme" running']);
}, 120_000);

test('without the file of the family nothing is lost but the time that members have been idle', async () => {
  await using things = await Labelled.connect();
  const dataDir = await dataFolder();
  const settings = { name: uniqueName('lost'), label: things.label, dataDir, options: persistent };
  await using first = new FamilyProcess(settings);
  await first.says(/^ready/);
  const answer = await first.ask('use acme');
  await first.kill();
  await rm(dataDir, { recursive: true });
  await using second = new FamilyProcess(settings);
  await second.says(/^ready/);
  expect(await second.ask('use acme')).toBe(answer);
}, 120_000);

test('the members of a session go with it, also when it is killed', async () => {
  await using things = await Labelled.connect();
  const settings = {
    name: uniqueName('session'), label: things.label, dataDir: await dataFolder(), options: { idle: 'never' }, cleanup: 'watcher',
  } as const; // biome-ignore format: a row
  await using ends = new FamilyProcess(settings);
  await ends.says(/^ready/);
  await Promise.all([ends.ask('use a'), ends.ask('use b')]);
  await ends.end();
  expect(await states(things)).toEqual([]);
  await using dies = new FamilyProcess(settings);
  await dies.says(/^ready/);
  await dies.ask('use a');
  await dies.kill();
  await vi.waitFor(async () => expect(await states(things)).toEqual([]), { timeout: 10_000, interval: 50 });
}, 120_000);
