import { delay } from '@docktopus/core/kit';
import { expect, test } from 'vitest';
import { uniqueName } from '../support/engine.ts';
import { buildFamilyBlueprint, dataFolder, FamilyProcess } from '../support/family/family-process.ts';
import { Labelled } from '../support/labelled.ts';

buildFamilyBlueprint();

const persistent = { lifetime: 'persistent', idle: 'never' } as const;

async function states(things: Labelled): Promise<readonly string[]> {
  const found = await things.docker.engine.listContainers({ all: true, filters: { label: [things.label] } });
  return found.map(({ Labels, State }) => `${Labels['dev.docktopus.family-key']} ${State}`).sort();
}

test('a process that starts while another lives takes nothing from it, and takes over when that is gone', async () => {
  await using things = await Labelled.connect();
  const options = { ...persistent, idle: { after: 1_000, then: 'stop' } } as const;
  const settings = { name: uniqueName('deploy'), label: things.label, dataDir: await dataFolder(), options };
  await using old = new FamilyProcess(settings);
  await old.says(/^ready/);
  await old.ask('use acme');
  await using next = new FamilyProcess(settings);
  await next.says(/^ready/);
  expect(JSON.parse(await next.ask('list'))).toMatchObject([
    { key: 'acme', state: 'absent', ownedElsewhere: expect.stringMatching(/^process \d+ is alive$/) },
  ]);
  await delay(2_000);
  expect(await states(things)).toEqual(['"acme" running']);
  await old.kill();
  // Its sweep finds that the owner is gone, adopts the member, and its own idle time stops it.
  await next.says(/^change acme absent>running adopted/);
  await next.says(/^change acme stopping>stopped idle/);
}, 120_000);

test('idle time goes on over a SIGKILL, and is not started over by the next process', async () => {
  await using things = await Labelled.connect();
  const options = { ...persistent, idle: { after: 14_000, then: 'stop' } } as const;
  const settings = { name: uniqueName('idle'), label: things.label, dataDir: await dataFolder(), options };
  await using first = new FamilyProcess(settings);
  await first.says(/^ready/);
  await first.ask('use acme');
  await first.ask('release acme');
  const released = performance.now();
  // What is used is written down within five seconds.
  await delay(8_000);
  await first.kill();
  await using second = new FamilyProcess(settings);
  await second.says(/^ready/);
  await second.says(/^change acme stopping>stopped idle/);
  const tookMs = performance.now() - released;
  expect(tookMs).toBeGreaterThan(13_000);
  expect(tookMs).toBeLessThan(18_000);
}, 120_000);

test('killed at any moment of a start, a process leaves nothing that the next one does not adopt or remove', async () => {
  await using things = await Labelled.connect();
  const settings = {
    name: uniqueName('kill'),
    label: things.label,
    dataDir: await dataFolder(),
    options: persistent,
  };
  const begun = performance.now();
  {
    await using measured = new FamilyProcess(settings);
    await measured.says(/^ready/);
    await measured.ask('use measured');
    await measured.kill();
  }
  const longestMs = Math.min(1_500, performance.now() - begun);
  const rounds = 14;
  for (let round = 0; round < rounds; round += 1) {
    await using doomed = new FamilyProcess(settings);
    await doomed.says(/^ready/);
    doomed.tell(`use k${round}`);
    await delay(((round + Math.random()) / rounds) * longestMs);
    await doomed.kill();
  }
  await using next = new FamilyProcess(settings);
  await next.says(/^ready/);
  for (let round = 0; round < rounds; round += 1) {
    expect(await next.ask(`use k${round}`)).toMatch(/^[0-9a-f]{64} [12] up$/);
  }
  expect(await states(things)).toEqual(
    ['measured', ...Array.from({ length: rounds }, (_, round) => `k${round}`)]
      .map((key) => `"${key}" running`)
      .sort(),
  );
}, 240_000);

test('a command in the background goes on over a SIGKILL, keeps its member awake, and is found again', async () => {
  await using things = await Labelled.connect();
  const options = { ...persistent, idle: { after: 1_000, then: 'stop' } } as const;
  const settings = { name: uniqueName('spawn'), label: things.label, dataDir: await dataFolder(), options };
  await using first = new FamilyProcess(settings);
  await first.says(/^ready/);
  await first.ask('use acme');
  await first.ask('spawn acme');
  await first.ask('release acme');
  // What is held is written down within five seconds.
  await delay(6_000);
  await first.kill();
  await using second = new FamilyProcess(settings);
  await second.says(/^ready/);
  expect(await second.ask('why acme')).toContain('held by spawn work');
  await second.ask('use acme');
  expect(JSON.parse(await second.ask('spawned acme'))).toEqual({ state: 'running', text: 'begun\n' });
  await second.ask('release acme');
  await second.says(/^change acme stopping>stopped idle/);
  await second.ask('use acme');
  expect(JSON.parse(await second.ask('spawned acme'))).toEqual({
    state: 'exited',
    exitCode: 5,
    text: 'begun\ndone\n',
  });
}, 120_000);
