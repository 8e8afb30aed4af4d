import { engineContract, reportTo } from '@docktopus/testing/contract';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startPodman } from '../support/podman.ts';
import { podmanObstacle } from '../support/podman-service.ts';
import { podmanDifferences } from './podman-differences.ts';

const obstacle = podmanObstacle();

engineContract('podman', startPodman, {
  runner: {
    describe,
    it: (name, body) =>
      it.concurrent(name, obstacle === undefined ? body : async (test) => test.skip(obstacle), 180_000),
    before: (hook) => beforeAll(obstacle === undefined ? hook : () => undefined, 120_000),
    after: (hook) => afterAll(hook, 120_000),
  },
  differences: podmanDifferences,
  onReport: reportTo('.cache/contract/podman.json'),
});
