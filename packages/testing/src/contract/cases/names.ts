import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const nameCases = cases('names', {
  'refuses a name that is taken': async (bench) => {
    const name = bench.name();
    await bench.create({}, name);
    await rejects(bench.create({}, name), 'name.in-use');
  },
  'lets exactly one of many at once have a name': async (bench) => {
    const name = bench.name();
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => bench.create({}, name)));
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const one of all) if (one.status === 'rejected') assert.equal(one.reason.code, 'name.in-use');
  },
  'frees a name with its container': async (bench) => {
    const name = bench.name();
    await bench.engine.removeContainer(await bench.create({}, name));
    await bench.create({}, name);
  },
  'refuses a name with other characters': async (bench) => {
    await rejects(bench.create({}, 'dtc bad/name!'));
  },
  'finds a container by its name': async (bench) => {
    const name = bench.name();
    const id = await bench.create({}, name);
    assert.equal((await bench.engine.inspectContainer(name)).Id, id);
  },
  'finds a container by the start of its id': async (bench) => {
    const id = await bench.create();
    assert.equal((await bench.engine.inspectContainer(id.slice(0, 12))).Id, id);
  },
  'says that nothing has this name': async (bench) => {
    await rejects(bench.engine.inspectContainer(bench.name()), 'container.not-found');
  },
  'renames a container that runs': async (bench) => {
    const id = await bench.run();
    const name = bench.name('new');
    await bench.engine.renameContainer(id, name);
    assert.equal((await bench.engine.inspectContainer(name)).Id, id);
  },
  'frees the old name of a renamed container': async (bench) => {
    const before = bench.name();
    await bench.engine.renameContainer(await bench.create({}, before), bench.name('new'));
    await bench.create({}, before);
  },
  'refuses to rename to a name that is taken': async (bench) => {
    const taken = bench.name();
    await bench.create({}, taken);
    await rejects(bench.engine.renameContainer(await bench.create(), taken), 'name.in-use');
  },
  'refuses to rename what does not exist': async (bench) => {
    await rejects(bench.engine.renameContainer(bench.name(), bench.name()), 'container.not-found');
  },
});
