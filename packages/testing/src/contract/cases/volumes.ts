import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const volumeCases = cases('volumes', {
  'are made with labels': async (bench) => {
    const { Name } = await bench.volume({ labels: { a: 'b' } });
    const volume = await bench.docker.volumes.inspect(Name);
    assert.equal(volume.Driver, 'local');
    assert.equal(volume.Labels?.a, 'b');
    assert.ok(volume.Mountpoint.startsWith('/'));
  },
  'are the same when asked for again': async (bench) => {
    const one = await bench.volume();
    const again = await bench.docker.volumes.ensure(one.Name, { labels: { other: 'x' } });
    assert.deepEqual(again.Labels, one.Labels);
  },
  'are listed by label and by name': async (bench) => {
    const { Name } = await bench.volume();
    for (const filters of [{ label: [bench.label] }, { name: [Name] }]) {
      assert.deepEqual(
        (await bench.docker.volumes.list({ filters })).map((volume) => volume.Name),
        [Name],
      );
    }
  },
  'say that there is no such volume': async (bench) => {
    await rejects(bench.docker.volumes.inspect(bench.name('v')), 'volume.not-found');
  },
  'refuse a name with other characters': async (bench) => {
    await rejects(bench.docker.volumes.ensure('dtc bad name!'));
  },
  'refuse a driver that is not there': async (bench) => {
    await rejects(bench.docker.volumes.ensure(bench.name('v'), { driver: 'no-such-driver' }));
  },
  'are removed, and then gone': async (bench) => {
    const { Name } = await bench.volume();
    assert.equal(await bench.docker.volumes.remove(Name), 'removed');
    assert.equal(await bench.docker.volumes.remove(Name), 'gone');
  },
  'are kept while a container uses them': async (bench) => {
    const { Name } = await bench.volume();
    await bench.create({ HostConfig: { Binds: [`${Name}:/data`] } });
    await rejects(bench.docker.volumes.remove(Name), 'volume.in-use');
  },
  'carry files from one container to the next': async (bench) => {
    const { Name } = await bench.volume();
    const HostConfig = { Binds: [`${Name}:/data`] };
    await bench.toEnd('echo kept > /data/file', { HostConfig });
    assert.equal((await bench.toEnd('cat /data/file', { HostConfig })).stdout, 'kept\n');
  },
  'can be read only': async (bench) => {
    const { Name } = await bench.volume();
    const { exitCode, stderr } = await bench.toEnd('echo x > /data/file', {
      HostConfig: { Binds: [`${Name}:/data:ro`] },
    });
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /Read-only file system/);
  },
  'are made by the container that names them': async (bench) => {
    const name = bench.name('v');
    bench.atEnd(() => bench.docker.volumes.remove(name));
    await bench.create({ HostConfig: { Binds: [`${name}:/data`] } });
    assert.equal((await bench.docker.volumes.inspect(name)).Name, name);
  },
  'show as mounts of the container': async (bench) => {
    const { Name } = await bench.volume();
    const id = await bench.create({
      HostConfig: { Mounts: [{ Type: 'volume', Source: Name, Target: '/data', ReadOnly: true }] },
    });
    const [mount] = (await bench.engine.inspectContainer(id)).Mounts ?? [];
    assert.deepEqual(
      [mount?.Type, mount?.Name, mount?.Destination, mount?.RW],
      ['volume', Name, '/data', false],
    );
  },
});
