import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { compose } from './compose-decorator.ts';
import type { ComposeProject } from './compose-project.ts';

test('the policy of a context holds for its Compose projects before anything is made, also in a dry run', async () => {
  await using engine = new FakeEngine({ ports: 'none' });
  class Shop extends DockerContext {
    @compose(
      { content: 'services: { web: { image: "busybox:1.36", volumes: ["data:/d"] } }\nvolumes: { data: }' },
      { projectName: 'shop', policy: { volumes: true } },
    )
    readonly shop!: ComposeProject;
  }
  for (const dryRun of [false, true]) {
    const starting = Shop.connect({
      transport: engine,
      config: { name: 'bp', strict: 'off', dryRun },
      configSources: { args: false, env: false, envFile: false, file: false },
      policy: { networks: ['shop_*'] },
    });
    const error = await starting.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'policy.refused' });
    expect(String(error)).toContain('shop: volumes.data: Name: got "shop_data", expected no named volume');
    expect(String(error)).toContain('shop: services.web: HostConfig.Binds[0]: got "shop_data"');
  }
  expect(engine.events).toEqual([]);
});
