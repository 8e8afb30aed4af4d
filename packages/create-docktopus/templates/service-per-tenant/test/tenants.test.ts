import { BlueprintRunner } from '@docktopus/runner';
import { memoryQueue } from '@docktopus/runner/durable';
import { docktopus } from '@docktopus/testing/vitest';
import { test as base, expect } from 'vitest';
import { TenantContext } from '../src/tenant-context.ts';
import { TenantJobs } from '../src/tenant-jobs.ts';

// On an engine in memory; `npm run test:engine` runs the same tests on a real one.
const image = process.env.DOCKTOPUS_IMAGE ?? 'busybox:1.36';
const test = base.extend(docktopus({ config: { image, token: 'only-for-these-tests' } }));
const service = () => BlueprintRunner.for(TenantContext).jobs(TenantJobs).queue(memoryQueue());

test('a note is kept in the container of its tenant, and in no other', async ({ runner }) => {
  const running = await runner(service());
  const { id } = await running.submit('note', { tenant: 'acme', text: 'buy milk' });
  await running.queue.ended(id);
  expect(await running.call('notes', { tenant: 'acme' })).toEqual(['buy milk']);
  expect(await running.call('notes', { tenant: 'other' })).toEqual([]);
});

test('a tenant has one container, however many calls come at once', async ({ runner, docker, testbed }) => {
  const running = await runner(service());
  await Promise.all(Array.from({ length: 5 }, () => running.call('notes', { tenant: 'acme' })));
  const filters = { label: [`dev.docktopus.blueprint=${testbed.name}`] };
  expect(await docker.engine.listContainers({ filters })).toHaveLength(1);
});

test('a name that could be anything is refused', async ({ runner }) => {
  const running = await runner(service());
  await expect(running.submit('note', { tenant: '../etc', text: 'x' })).rejects.toMatchObject({
    code: 'job.body-invalid',
  });
});
