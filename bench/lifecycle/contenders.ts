import { Container, connectDocker } from '@docktopus/core';
import Dockerode from 'dockerode';
import { GenericContainer, Wait } from 'testcontainers';
import type { Contender } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { LABELS } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';

/** create → start → wait → remove of `true`, without a network, as each would write it. */
export async function lifecycleContenders(): Promise<readonly Contender[]> {
  const raw = new RawEngine();
  const docker = await connectDocker({ endpoint: `unix://${engineSocket()}` });
  const dockerode = new Dockerode({ socketPath: engineSocket() });
  const spec = Container.builder(docker, IMAGE)
    .cmd(['true'])
    .labels(LABELS)
    .networks('none')
    .pull('never')
    .strict('off');
  return [
    { name: 'engine API with node:http', round: () => rawCycle(raw), close: () => raw.close() },
    { name: '… and how it ended', round: () => rawCycle(raw, true) },
    {
      name: 'docktopus',
      round: async () => {
        const container = await spec.create();
        await container.start({ waitForExit: true });
        await container.remove();
        return undefined;
      },
      close: () => docker.close(),
    },
    { name: 'dockerode', round: () => dockerodeCycle(dockerode) },
    { name: 'testcontainers', round: testcontainersCycle },
    ...dockerCli.contenders(cliCycle),
  ];
}

/** @param look whether to ask how it ended as well: whether for lack of memory is told by nothing else. */
export async function rawCycle(raw: RawEngine, look = false): Promise<undefined> {
  const body = { Image: IMAGE, Cmd: ['true'], Labels: LABELS, HostConfig: { NetworkMode: 'none' } };
  const { Id: id } = await raw.json<{ Id: string }>('POST', '/containers/create', body);
  // The head of the answer says that the engine waits; only then is the container started.
  const waiting = await raw.open('POST', `/containers/${id}/wait?condition=next-exit`);
  await raw.call('POST', `/containers/${id}/start`);
  await raw.rest(waiting);
  if (look) await raw.json('GET', `/containers/${id}/json`);
  await raw.call('DELETE', `/containers/${id}`);
  return undefined;
}

export async function dockerodeCycle(dockerode: Dockerode): Promise<undefined> {
  const container = await dockerode.createContainer({
    Image: IMAGE,
    Cmd: ['true'],
    Labels: LABELS,
    HostConfig: { NetworkMode: 'none' },
  });
  await container.start();
  await container.wait();
  await container.remove();
  return undefined;
}

/** Its one-shot strategy, and `stop`, which removes as well. Its reaper is off: it would need another image. */
async function testcontainersCycle(): Promise<undefined> {
  const container = await new GenericContainer(IMAGE)
    .withCommand(['true'])
    .withLabels(LABELS)
    .withNetworkMode('none')
    .withWaitStrategy(Wait.forOneShotStartup())
    .start();
  await container.stop();
  return undefined;
}

async function cliCycle(): Promise<undefined> {
  const label = Object.entries(LABELS).map(([key, value]) => `--label=${key}=${value}`);
  const id = await dockerCli.run('create', '--network', 'none', ...label, IMAGE, 'true');
  await dockerCli.run('start', id);
  await dockerCli.run('wait', id);
  await dockerCli.run('rm', id);
  return undefined;
}
