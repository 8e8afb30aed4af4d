import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const networkCases = cases('networks', {
  'are made with labels and a given subnet': async (bench) => {
    const { Id, Name } = await bench.network({ labels: { a: 'b' } });
    const network = await bench.docker.networks.inspect(Id);
    assert.equal(network.Name, Name);
    assert.equal(network.Driver, 'bridge');
    assert.equal(network.Labels?.a, 'b');
    assert.match(network.IPAM.Config?.[0]?.Subnet ?? '', /^\d+\.\d+\.\d+\.\d+\/\d+$/);
  },
  'take the subnet that is asked for': async (bench) => {
    const subnet = `10.213.${Math.floor(Math.random() * 256)}.0/24`;
    const { Id } = await bench.network({ subnets: [{ subnet }] });
    assert.equal((await bench.docker.networks.inspect(Id)).IPAM.Config?.[0]?.Subnet, subnet);
  },
  'can be without a way out': async (bench) => {
    assert.equal((await bench.network({ internal: true })).Internal, true);
  },
  'refuse a name that is taken': async (bench) => {
    const { Name } = await bench.network();
    await rejects(bench.network({}, Name), 'name.in-use');
  },
  'are found by name and listed by label': async (bench) => {
    const { Id, Name } = await bench.network();
    assert.equal((await bench.docker.networks.inspect(Name)).Id, Id);
    const listed = await bench.docker.networks.list({ filters: { label: [bench.label] } });
    assert.deepEqual(
      listed.map((network) => network.Name),
      [Name],
    );
  },
  'say that there is no such network': async (bench) => {
    await rejects(bench.docker.networks.inspect(bench.name('n')), 'network.not-found');
  },
  'are removed, and then gone': async (bench) => {
    const { Id } = await bench.network();
    assert.equal(await bench.docker.networks.remove(Id), 'removed');
    assert.equal(await bench.docker.networks.remove(Id), 'gone');
  },
  'give a running container an address': async (bench) => {
    const { Name } = await bench.network();
    const id = await bench.run({ HostConfig: { NetworkMode: Name } });
    const { NetworkSettings } = await bench.engine.inspectContainer(id);
    assert.match(NetworkSettings.Networks?.[Name]?.IPAddress ?? '', /^\d+\.\d+\.\d+\.\d+$/);
    assert.match(NetworkSettings.Networks?.[Name]?.Gateway ?? '', /^\d+\.\d+\.\d+\.\d+$/);
  },
  'show the containers in them': async (bench) => {
    const { Id, Name } = await bench.network();
    const name = bench.name();
    const id = await bench.run({ HostConfig: { NetworkMode: Name } }, name);
    assert.equal((await bench.docker.networks.inspect(Id)).Containers?.[id]?.Name, name);
  },
  'are kept while a container is in them': async (bench) => {
    const { Id, Name } = await bench.network();
    await bench.run({ HostConfig: { NetworkMode: Name } });
    await rejects(bench.docker.networks.remove(Id), 'network.in-use');
  },
  'take further containers in, and let them go': async (bench) => {
    const [one, two] = [await bench.network(), await bench.network()];
    const id = await bench.run({ HostConfig: { NetworkMode: one.Name } });
    const networks = async () =>
      Object.keys((await bench.engine.inspectContainer(id)).NetworkSettings.Networks ?? {}).sort();
    assert.equal(await bench.docker.networks.connect(two.Id, id), 'connected');
    assert.deepEqual(await networks(), [one.Name, two.Name].sort());
    assert.equal(await bench.docker.networks.connect(two.Id, id), 'already-connected');
    assert.equal(await bench.docker.networks.disconnect(two.Id, id), 'disconnected');
    assert.deepEqual(await networks(), [one.Name]);
    assert.equal(await bench.docker.networks.disconnect(two.Id, id), 'not-connected');
  },
  'keep the further names of a container': async (bench) => {
    const { Name } = await bench.network();
    const id = await bench.create({
      HostConfig: { NetworkMode: Name },
      NetworkingConfig: { EndpointsConfig: { [Name]: { Aliases: ['db'] } } },
    });
    await bench.engine.startContainer(id);
    const networks = (await bench.engine.inspectContainer(id)).NetworkSettings.Networks as Record<
      string,
      { Aliases?: string[] }
    >;
    assert.ok(networks[Name]?.Aliases?.includes('db'));
  },
  'that are missing show at the start': async (bench) => {
    const network = await bench.network();
    const id = await bench.create({ HostConfig: { NetworkMode: network.Name } });
    await bench.docker.networks.remove(network.Id);
    await rejects(bench.engine.startContainer(id), 'network.not-found');
  },
});
