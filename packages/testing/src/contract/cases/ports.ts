import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { CreateContainerBody } from '@docktopus/core/engine';
import type { Bench } from '../bench.ts';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

function publishing(network: string, hostPort: string, port = '80/tcp'): CreateContainerBody {
  return {
    ExposedPorts: { [port]: {} },
    HostConfig: {
      NetworkMode: network,
      PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: hostPort }] },
    },
  };
}

async function portsOf(bench: Bench, id: string) {
  return (await bench.engine.inspectContainer(id)).NetworkSettings.Ports ?? {};
}

/** A port that is free at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export const portCases = cases('ports', {
  'are chosen by the engine when the spec leaves them open': async (bench) => {
    const { Name } = await bench.network();
    const [binding] = (await portsOf(bench, await bench.run(publishing(Name, ''))))['80/tcp'] ?? [];
    assert.equal(binding?.HostIp, '127.0.0.1');
    assert.ok(Number(binding?.HostPort) > 1024);
  },
  'are those that are asked for': async (bench) => {
    const { Name } = await bench.network();
    const wanted = String(await freePort());
    const [binding] = (await portsOf(bench, await bench.run(publishing(Name, wanted))))['80/tcp'] ?? [];
    assert.deepEqual(binding, { HostIp: '127.0.0.1', HostPort: wanted });
  },
  'of two containers cannot be the same': async (bench) => {
    const { Name } = await bench.network();
    const wanted = String(await freePort());
    await bench.run(publishing(Name, wanted));
    await rejects(bench.run(publishing(Name, wanted)), 'port.in-use');
  },
  'that a program of the host has cannot be had': async (bench) => {
    const { Name } = await bench.network();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    bench.atEnd(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    await rejects(bench.run(publishing(Name, String(port))), 'port.in-use');
  },
  'are free again when the container has ended': async (bench) => {
    const { Name } = await bench.network();
    const wanted = String(await freePort());
    const first = await bench.run(publishing(Name, wanted));
    await bench.engine.killContainer(first);
    await bench.engine.waitContainer(first);
    await bench.run(publishing(Name, wanted));
  },
  'can be of UDP': async (bench) => {
    const { Name } = await bench.network();
    const [binding] = (await portsOf(bench, await bench.run(publishing(Name, '', '53/udp'))))['53/udp'] ?? [];
    assert.ok(Number(binding?.HostPort) > 1024);
  },
  'that are only exposed have no place on the host': async (bench) => {
    const { Name } = await bench.network();
    const id = await bench.run({ ExposedPorts: { '81/tcp': {} }, HostConfig: { NetworkMode: Name } });
    const ports = await portsOf(bench, id);
    assert.ok('81/tcp' in ports);
    assert.equal(ports['81/tcp'] ?? null, null);
  },
  'are all published when asked so': async (bench) => {
    const { Name } = await bench.network();
    const id = await bench.run({
      ExposedPorts: { '82/tcp': {}, '83/tcp': {} },
      HostConfig: { NetworkMode: Name, PublishAllPorts: true },
    });
    const ports = await portsOf(bench, id);
    for (const key of ['82/tcp', '83/tcp']) assert.ok(Number(ports[key]?.[0]?.HostPort) > 1024, key);
  },
});
