import { Container } from '@docktopus/core';
import { expect, test } from 'vitest';
import { Deployment } from '../support/deployment/deployment.ts';
import { busyboxImage, engineEndpoint } from '../support/engine.ts';

/** The session containers of the service: beside, behind, away, writer. */
const OF_A_SESSION = 4;

test('a service in a container reaches its containers, binds what the host has, and leaves nothing when it is removed and made again', async ({
  skip,
}) => {
  skip(!engineEndpoint().startsWith('unix:'), 'the engine has no socket that a container could mount');
  await using deployment = await Deployment.prepare();
  const { docker, work } = deployment;

  const first = await deployment.service();
  const report = await deployment.report(first);
  expect(report.vantage).toEqual({ at: 'container', id: first.id });
  const gateway = (await docker.networks.inspect(work)).IPAM.Config?.[0]?.Gateway;
  expect(report.beside).toMatchObject({ port: 8080, says: 'beside' });
  expect(report.behind).toMatchObject({ host: gateway, says: 'behind' });
  expect(report.away).toMatchObject({
    code: 'port.unreachable',
    hint: expect.stringContaining(`networks('${work}')`),
  });
  expect(report.unshared).toMatchObject({
    code: 'spec.invalid',
    reason: expect.stringContaining('/proc-of-us/x'),
  });
  expect(report.judged).toMatchObject([
    'removed',
    {
      code: 'policy.refused',
      reason: expect.stringMatching(/got "[^"]+_data", which is \S+\/data here, expected/),
    },
  ]);
  const reader = Container.builder(docker, busyboxImage()).volumes(`${deployment.name}:/data`).pull('never');
  const written = await reader.cmd(['cat', '/data/out/file']).strict('off').run();
  expect(written.stdout).toBe('written\n');

  await first.remove({ force: true });
  const left = await deployment.made();
  expect(left).toHaveLength(OF_A_SESSION + 1);

  const second = await deployment.service();
  const again = await deployment.report(second);
  const gone = `the container ${report.vantage.id?.slice(0, 12)} of its process is gone`;
  expect([...again.swept].sort()).toEqual(
    ['away', 'behind', 'beside', 'writer'].map((name) => `${name}: ${gone}`),
  );
  expect(again.store).toBe(report.store);
  expect((await deployment.made()).filter((id) => left.includes(id))).toEqual([report.store]);

  // A replica does not touch what belongs to a service that runs.
  const before = await deployment.made();
  const replica = await deployment.service();
  expect((await deployment.report(replica)).swept).toEqual([]);
  expect(await deployment.made()).toEqual(expect.arrayContaining([...before]));
  await replica.stop();
  expect(await deployment.made()).toEqual(before);

  await second.kill();
  await second.start();
  const restarted = await deployment.report(second, 2);
  expect(restarted.swept).toHaveLength(OF_A_SESSION);
  expect(restarted.store).toBe(report.store);
  await second.stop();
  expect(await deployment.made()).toEqual([report.store]);
}, 180_000);
