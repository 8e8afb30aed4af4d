import { connectDocker } from '@docktopus/core';
import { engineContract, reportTo } from '@docktopus/testing/contract';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { busyboxImage, engineEndpoint } from '../support/engine.ts';

engineContract(
  'docker',
  async () => {
    const docker = await connectDocker({ endpoint: engineEndpoint() });
    return { docker, image: busyboxImage(), [Symbol.asyncDispose]: () => docker.close() };
  },
  {
    runner: { describe, it: it.concurrent, before: beforeAll, after: afterAll },
    onReport: reportTo('.cache/contract/docker.json'),
  },
);
