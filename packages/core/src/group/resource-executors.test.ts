import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../engine/index.ts';
import { executePlan } from './execute-plan.ts';
import type { Plan } from './plan-step.ts';
import { resourceExecutors } from './resource-executors.ts';
import type { ResourceStep } from './resource-step.ts';

test('networks and volumes are created and removed by the steps of a plan, and a second run changes nothing', async () => {
  await using engine = new FakeEngine();
  const docker = await connectDocker({ transport: engine });
  const run = (plan: Plan<ResourceStep>) =>
    executePlan(plan, resourceExecutors(docker), {
      operation: 'test.run',
      signal: new AbortController().signal,
    });
  const about = { cause: '', after: [] };
  const network = { kind: 'network', name: 'net' } as const;
  const volume = { kind: 'volume', name: 'data' } as const;
  const create: Plan<ResourceStep> = [
    { ...about, id: 'n', op: 'create network', resource: network, options: { labels: { a: '1' } } },
    { ...about, id: 'v', op: 'create volume', resource: volume },
  ];
  await run(create);
  const { Id, Labels } = await docker.networks.inspect('net');
  expect(Labels).toEqual({ a: '1' });
  await run(create);
  expect((await docker.networks.inspect('net')).Id).toBe(Id);
  await run([
    { ...about, id: 'n', op: 'remove network', resource: network },
    { ...about, id: 'v', op: 'remove volume', resource: volume },
  ]);
  await expect(docker.networks.inspect('net')).rejects.toMatchObject({ code: 'network.not-found' });
  await expect(docker.volumes.inspect('data')).rejects.toMatchObject({ code: 'volume.not-found' });
  await docker.close();
});
