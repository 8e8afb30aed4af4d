import { connectDocker } from '@docktopus/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { engineContract, reportTo } from '../contract/index.ts';
import { FakeEngine } from './fake-engine.ts';

engineContract(
  'fake',
  async () => {
    const fake = new FakeEngine({ ports: 'all' });
    const docker = await connectDocker({ transport: fake });
    return {
      docker,
      image: 'docktopus/busybox:1.35',
      async [Symbol.asyncDispose]() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
  {
    runner: { describe, it: it.concurrent, before: beforeAll, after: afterAll },
    onReport: reportTo('.cache/contract/fake.json'),
    differences: {
      'images: cannot be pulled from where there is no registry':
        'the fake pulls whatever is asked for, unless `pullFails()` says otherwise',
    },
  },
);
