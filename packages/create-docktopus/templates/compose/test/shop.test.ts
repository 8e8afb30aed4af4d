import { BlueprintRunner } from '@docktopus/runner';
import { docktopus } from '@docktopus/testing/vitest';
import { test as base, expect } from 'vitest';
import { ShopContext } from '../src/shop-context.ts';
import { ShopJobs } from '../src/shop-jobs.ts';

// On an engine in memory; `npm run test:engine` runs the same tests on a real one.
const test = base.extend(docktopus());

test('the services of compose.yaml run, and a job uses them', async ({ runner, docker, testbed }) => {
  const shop = await runner(BlueprintRunner.for(ShopContext).jobs(ShopJobs));
  expect(await shop.call('check')).toEqual({ exitCode: 0, said: 'web is here' });
  const filters = { label: [`dev.docktopus.blueprint=${testbed.name}`] };
  const running = await docker.engine.listContainers({ filters });
  expect(running.map(({ Labels }) => Labels['com.docker.compose.service']).sort()).toEqual(['cache', 'web']);
});
