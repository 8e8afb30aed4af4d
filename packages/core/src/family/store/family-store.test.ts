import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { VirtualFamilyClock } from '../time/virtual-family-clock.fixture.ts';
import { parseFactsDocument, printFactsDocument } from './facts-document.ts';
import { FactsFile, FamilyStore } from './index.ts';
import { readMemberFacts } from './member-facts.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function setup(nonce = 'n1', given?: string, boot = 'b1') {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'family-store-')));
  if (given === undefined) folders.push(folder);
  const file = new FactsFile(folder, 'bp', 'box');
  const clock = new VirtualFamilyClock();
  const writer = { session: `session-${nonce}`, nonce };
  const store = new FamilyStore(file, { blueprint: 'bp', family: 'box', boot, writer }, clock);
  const saved = async () => JSON.parse(await readFile(file.path, 'utf8'));
  return { folder, file, clock, store, saved };
}

const nobodyLives = () => undefined;
const facts = { key: '"acme"', generation: 2, used: { wall: 5, sinceBoot: 7 } };

describe('a store', () => {
  test('gives the next process what this one has put', async () => {
    const first = await setup();
    await first.store.open(nobodyLives);
    first.store.put('h1', facts);
    await first.store.close();
    const next = await setup('n2', first.folder);
    await next.store.open(nobodyLives);
    expect(next.store.get('h1')).toMatchObject(facts);
    expect(next.store.sameBoot).toBe(true);
    expect((await next.saved()).writer).toEqual({ session: 'session-n2', nonce: 'n2' });
    const rebooted = await setup('n3', first.folder, 'b2');
    await rebooted.store.open(nobodyLives);
    expect(rebooted.store.sameBoot).toBe(false);
  });

  test('writes at most every five seconds, however much changes', async () => {
    const { store, clock, saved } = await setup();
    await store.open(nobodyLives);
    for (let at = 0; at < 50; at += 1) {
      store.put('h1', { ...facts, generation: at + 1 });
      await clock.advance(99);
    }
    expect((await saved()).members).toEqual({});
    await clock.advance(100);
    await store.flush();
    expect((await saved()).members.h1.generation).toBe(50);
    expect(clock.pending).toBe(0);
  });

  test('keeps its hands off a file that another live process writes', async () => {
    const first = await setup();
    await first.store.open(nobodyLives);
    const second = await setup('n2', first.folder);
    await second.store.open(({ session }) => `${session} is alive`);
    second.store.put('h1', facts);
    await second.store.close();
    expect(second.store.state).toEqual({ problem: undefined, heldBy: 'session-n1 is alive' });
    expect([await first.store.isOurs(), await second.store.isOurs()]).toEqual([true, false]);
    expect((await first.saved()).writer.nonce).toBe('n1');
  });

  test('notices that another process has taken over', async () => {
    const first = await setup();
    await first.store.open(nobodyLives);
    const second = await setup('n2', first.folder);
    await second.store.open(nobodyLives);
    expect([await first.store.isOurs(), await second.store.isOurs()]).toEqual([false, true]);
  });

  test.each([
    ['torn', '{"format":"docktopus-family/1","blueprint":"bp","fam', 'it is not whole JSON'],
    ['empty', '', 'it is not whole JSON'],
    ['of a later version', '{"format":"docktopus-family/9"}', 'it is not in the format docktopus-family/1'],
    [
      'of another family',
      '{"format":"docktopus-family/1","blueprint":"bp","family":"other"}',
      'it belongs to another family',
    ],
    [
      'without a writer',
      '{"format":"docktopus-family/1","blueprint":"bp","family":"box"}',
      'it does not say who has written it',
    ],
    ['binary', '\u0000\u0001\ufffd', 'it is not whole JSON'],
  ])('starts again beside a file that is %s, and keeps that file for people', async (_, text, why) => {
    const { store, file, saved } = await setup();
    await mkdir(dirname(file.path));
    await writeFile(file.path, text);
    await store.open(nobodyLives);
    expect(store.state.problem).toBeUndefined();
    expect(await readFile(`${file.path}.unreadable`, 'utf8')).toBe(text);
    store.put('h1', facts);
    await store.close();
    expect((await saved()).members.h1.generation).toBe(2);
    expect(why).toBe(parseFactsDocument(text, 'bp', 'box'));
  });

  test('whose file cannot be written says so, goes on, and writes when it can', async () => {
    const { store, file, clock, saved } = await setup();
    await mkdir(file.path, { recursive: true });
    await mkdir(`${file.path}.unreadable`);
    await writeFile(join(`${file.path}.unreadable`, 'x'), '');
    await store.open(nobodyLives);
    store.put('h1', facts);
    await store.flush();
    expect(store.state.problem).toMatch(/box\.json cannot be written: /);
    expect(store.get('h1')).toEqual(facts);
    await rm(file.path, { recursive: true });
    await clock.advance(5_000);
    await store.flush();
    expect([store.state.problem, (await saved()).members.h1.generation]).toEqual([undefined, 2]);
  });

  test('leaves one file that nobody else can read', async () => {
    const { store, file } = await setup();
    await store.open(nobodyLives);
    await Promise.all([store.flush(), store.flush(), store.close()]);
    expect(await readdir(dirname(file.path))).toEqual(['box.json']);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  });
});

test('any document comes back from its text', () => {
  const moment = fc.record({ wall: fc.integer(), sinceBoot: fc.integer() });
  const member = fc.record({ key: fc.string(), generation: fc.integer({ min: 1 }), used: moment });
  const members = fc.array(fc.tuple(fc.oneof(fc.string(), fc.constant('__proto__')), member));
  fc.assert(
    fc.property(members, (entries) => {
      const head = { blueprint: 'bp', family: 'box', boot: 'b1', writer: { session: 's', nonce: 'n' } };
      const document = { ...head, members: new Map(entries) };
      const read = parseFactsDocument(printFactsDocument(document), 'bp', 'box');
      expect(typeof read === 'string' ? read : read.members.size).toBe(document.members.size);
      for (const [hash, facts] of document.members) {
        expect(typeof read === 'string' ? read : read.members.get(hash)).toMatchObject(facts);
      }
    }),
  );
});

test('facts that were tampered with are read as far as they make sense', () => {
  const read = readMemberFacts({
    key: 'k', generation: -1, used: { wall: 'x' }, keepUntil: { wall: 5, sinceBoot: null }, ends: [{ wall: 1 }, 2],
    spawned: ['a', 3], claimed: 7, lost: [],
  }); // biome-ignore format: a row
  expect(read).toMatchObject({
    key: 'k',
    generation: 0,
    keepUntil: { wall: 5 },
    ends: [{ wall: 1 }],
    spawned: ['a'],
  });
  expect([read?.used, read?.claimed, read?.lost]).toEqual([undefined, undefined, undefined]);
  expect([readMemberFacts(null), readMemberFacts({ generation: 1 })]).toEqual([undefined, undefined]);
});
