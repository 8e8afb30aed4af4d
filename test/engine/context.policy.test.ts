import { DockerContext, type Policy } from '@docktopus/core';
import { expect, test } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { Labelled } from '../support/labelled.ts';

function guarded(policy: Policy) {
  return DockerContext.connect({
    endpoint: engineEndpoint(),
    cleanup: 'sweep',
    policy,
    config: { name: uniqueName('guarded'), strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
}

test('an engine gets nothing that the policy of a context refuses', async () => {
  await using things = await Labelled.connect();
  await using ctx = await guarded({ ports: 'loopback', volumes: ['kept-*'] });
  const labels = { [things.label]: '' };
  const box = () => ctx.container(busyboxImage()).cmd(['sleep', '600']).labels(labels).pull('never');
  const allowed = await box().ports(80).limits({ memory: '32m' }).create();
  await allowed.start({ until: 'started' });
  const { stdout } = await allowed.exec(['echo', 'hello']);
  expect(stdout).toBe('hello\n');

  const wanted = [
    box().privileged(),
    box().binds(['/etc:/host']),
    box().binds(['/var/run/docker.sock:/engine']),
    box().networks('host'),
    box().ports('0.0.0.0:0:80'),
    box().pidMode('host'),
  ];
  for (const builder of wanted) {
    await expect(builder.create()).rejects.toMatchObject({ code: 'policy.refused' });
  }
  await expect(allowed.exec(['id'], { privileged: true })).rejects.toMatchObject({ code: 'policy.refused' });
  const filters = { label: [things.label] };
  expect(await ctx.docker.engine.listContainers({ all: true, filters })).toHaveLength(1);
});
