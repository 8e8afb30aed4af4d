import assert from 'node:assert/strict';
import type { Bench } from '../bench.ts';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

async function ids(
  bench: Bench,
  filters: Readonly<Record<string, readonly string[]>>,
  all = true,
): Promise<string[]> {
  return (await bench.engine.listContainers({ all, filters })).map(({ Id }) => Id);
}

export const listCases = cases('list', {
  'shows a container with its name, image, labels and state': async (bench) => {
    const name = bench.name();
    const id = await bench.run({}, name);
    const look = async () =>
      (await bench.engine.listContainers({ filters: { id: [id] } })).find(({ State }) => State === 'running');
    const entry = await bench.until('running', look);
    assert.deepEqual(entry.Names, [`/${name}`]);
    assert.ok(entry.Image.endsWith(bench.image));
    assert.equal(entry.Labels['docktopus.contract'], bench.labels['docktopus.contract']);
    assert.match(entry.Status, /^Up /);
  },
  'shows the ones that do not run only when all are asked for': async (bench) => {
    const id = await bench.create();
    assert.deepEqual(await ids(bench, { label: [bench.label] }), [id]);
    assert.deepEqual(await ids(bench, { label: [bench.label] }, false), []);
  },
  'shows the newest first': async (bench) => {
    const [first, second] = [await bench.create(), await bench.create()];
    assert.deepEqual(await ids(bench, { label: [bench.label] }), [second, first]);
  },
  'finds by label, with and without its value': async (bench) => {
    const id = await bench.create({ Labels: { [`own.${bench.name()}`]: '1', 'own.kind': bench.label } });
    assert.deepEqual(await ids(bench, { label: [`own.kind=${bench.label}`] }), [id]);
    assert.ok((await ids(bench, { label: ['own.kind'] })).includes(id));
    assert.deepEqual(await ids(bench, { label: [bench.label, 'own.kind=other'] }), []);
  },
  'finds by a part of the name': async (bench) => {
    const name = bench.name();
    const id = await bench.create({}, name);
    assert.deepEqual(await ids(bench, { name: [name.slice(0, -1)] }), [id]);
    assert.deepEqual(await ids(bench, { name: [`^/?${name}$`] }), [id]);
  },
  'finds by status': async (bench) => {
    const [created, { id: exited }] = [await bench.create(), await bench.toEnd('true')];
    assert.deepEqual(await ids(bench, { label: [bench.label], status: ['created'] }), [created]);
    await bench.until('exited', async () =>
      (await ids(bench, { label: [bench.label], status: ['exited'] })).includes(exited),
    );
    const both = await ids(bench, { label: [bench.label], status: ['created', 'exited'] });
    assert.deepEqual(both.sort(), [created, exited].sort());
  },
  'finds by image': async (bench) => {
    const id = await bench.create();
    assert.deepEqual(await ids(bench, { label: [bench.label], ancestor: [bench.image] }), [id]);
  },
  'finds by network': async (bench) => {
    const { Name } = await bench.network();
    const id = await bench.create({ HostConfig: { NetworkMode: Name } });
    await bench.create();
    assert.deepEqual(await ids(bench, { label: [bench.label], network: [Name] }), [id]);
  },
  'finds by volume': async (bench) => {
    const { Name } = await bench.volume();
    const id = await bench.create({ HostConfig: { Binds: [`${Name}:/data`] } });
    await bench.create();
    assert.deepEqual(await ids(bench, { volume: [Name] }), [id]);
  },
  'refuses a filter that it does not know': async (bench) => {
    await rejects(bench.engine.listContainers({ filters: { nonsense: ['x'] } }));
  },
  'refuses a status that does not exist': async (bench) => {
    await rejects(bench.engine.listContainers({ filters: { status: ['nonsense'] } }));
  },
});
