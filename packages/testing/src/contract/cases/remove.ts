import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const removeCases = cases('remove', {
  'removes one that has exited': async (bench) => {
    const { id } = await bench.toEnd('true');
    assert.equal(await bench.engine.removeContainer(id), 'removed');
    await rejects(bench.engine.inspectContainer(id), 'container.not-found');
  },
  'removes one that never ran': async (bench) => {
    assert.equal(await bench.engine.removeContainer(await bench.create()), 'removed');
  },
  'refuses one that runs': async (bench) => {
    await rejects(bench.engine.removeContainer(await bench.run()), 'container.running');
  },
  'refuses one that is paused': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    await rejects(bench.engine.removeContainer(id), 'container.running');
  },
  'removes one that runs by force': async (bench) => {
    const id = await bench.run();
    assert.equal(await bench.engine.removeContainer(id, { force: true }), 'removed');
    await rejects(bench.engine.inspectContainer(id), 'container.not-found');
  },
  'does not wait for the stop timeout when it removes by force': async (bench) => {
    const id = await bench.run({ StopTimeout: 120 });
    assert.equal(await bench.engine.removeContainer(id, { force: true, timeoutMs: 20_000 }), 'removed');
  },
  'removes one that is paused by force': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    assert.equal(await bench.engine.removeContainer(id, { force: true }), 'removed');
  },
  'answers gone for one that does not exist': async (bench) => {
    assert.equal(await bench.engine.removeContainer(bench.name()), 'gone');
  },
  'converges when three remove it at once': async (bench) => {
    const id = await bench.run();
    const all = await Promise.all([1, 2, 3].map(() => bench.engine.removeContainer(id, { force: true })));
    assert.ok(all.includes('removed'));
  },
  'is done by the engine for a container that removes itself': async (bench) => {
    const id = await bench.create({ Cmd: ['true'], HostConfig: { AutoRemove: true } });
    await bench.engine.startContainer(id);
    await bench.until(
      'it is gone',
      async () => (await bench.engine.removeContainer(id).catch(() => '')) === 'gone',
    );
  },
  'takes anonymous volumes along when asked to': async (bench) => {
    const id = await bench.create({ Volumes: { '/data': {} } });
    const { Mounts } = await bench.engine.inspectContainer(id);
    const name = Mounts?.[0]?.Name ?? '';
    assert.notEqual(name, '');
    await bench.engine.removeContainer(id, { volumes: true });
    await rejects(bench.docker.volumes.inspect(name), 'volume.not-found');
  },
  'leaves named volumes alone': async (bench) => {
    const { Name } = await bench.volume();
    const id = await bench.create({ HostConfig: { Binds: [`${Name}:/data`] } });
    await bench.engine.removeContainer(id, { volumes: true });
    assert.equal((await bench.docker.volumes.inspect(Name)).Name, Name);
  },
});
