import { BlueprintRunner } from '@docktopus/runner';
import { docktopus } from '@docktopus/testing/vitest';
import { test as base, expect } from 'vitest';
import { HelloContext } from '../src/hello-context.ts';
import { HelloJobs } from '../src/hello-jobs.ts';

// On an engine in memory; `npm run test:engine` runs the same tests on a real one.
const image = process.env.DOCKTOPUS_IMAGE ?? 'busybox:1.36';
const test = base.extend(docktopus({ config: { image } }));

test('a call runs in a container, which is gone afterwards', async ({ runner, docker, testbed }) => {
  const hello = await runner(BlueprintRunner.for(HelloContext).jobs(HelloJobs));
  expect(await hello.call('hello', { name: 'world' })).toEqual({ greeting: 'Hello, world!' });
  const filters = { label: [`dev.docktopus.blueprint=${testbed.name}`] };
  expect(await docker.engine.listContainers({ filters })).toEqual([]);
});

test('a call without a name is refused before anything is run', async ({ runner }) => {
  const hello = await runner(BlueprintRunner.for(HelloContext).jobs(HelloJobs));
  await expect(hello.call('hello', {})).rejects.toMatchObject({ code: 'job.body-invalid' });
});
