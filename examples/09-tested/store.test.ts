import { BlueprintRunner } from '@docktopus/runner';
import { docktopus } from '@docktopus/testing/vitest';
import { test as base, describe, expect } from 'vitest';
import { StoreContext } from './store-context.ts';
import { StoreJobs } from './store-jobs.ts';

const test = base.extend(docktopus());

const blueprint = () => BlueprintRunner.for(StoreContext).jobs(StoreJobs);

describe('the context', () => {
  test('opens the store before it is ready', async ({ context }) => {
    const { store } = await context(StoreContext);
    await expect(store).toBeReady();
    await expect(store).toHaveLogged('the store is open');
  });

  test('takes its greeting from the settings', async ({ context }) => {
    const { store } = await context(StoreContext, { config: { greeting: 'open at night' } });
    await expect(store).toHaveLogged('open at night');
  });

  test('closes the store in peace when it is asked to', async ({ context }) => {
    const { store } = await context(StoreContext);
    await store.stop();
    await expect(store).toHaveExited(0);
  });

  test('does not come up with a container that says nothing', async ({ context }) => {
    const silent = context(StoreContext, { containers: { store: (c) => c.cmd(['false']) } });
    await expect(silent).rejects.toMatchObject({ code: 'container.start-failed' });
  });
});

describe('the jobs', () => {
  test('a value that was put can be got', async ({ runner }) => {
    const store = await runner(blueprint());
    expect(await store.call('put', { key: 'a', value: '1' })).toEqual({ stored: true });
    expect(await store.call('get', { key: 'a' })).toEqual({ value: '1' });
  });

  test('a value that was not put is null', async ({ runner }) => {
    expect(await (await runner(blueprint())).call('get', { key: 'nothing' })).toEqual({ value: null });
  });

  test('a key that is no key is refused before anything runs', async ({ runner }) => {
    const store = await runner(blueprint());
    await expect(store.call('get', { key: '../etc/passwd' })).rejects.toMatchObject({
      code: 'job.body-invalid',
    });
  });

  test('keys come sorted', async ({ runner }) => {
    const store = await runner(blueprint());
    for (const key of ['c', 'a', 'b']) await store.call('put', { key, value: key });
    expect(await store.call('keys')).toEqual({ keys: ['a', 'b', 'c'] });
  });
});

describe('any value comes back as it was', () => {
  const values = Array.from({ length: 42 }, (_, index) => `${'x'.repeat(index)} ${index} "quoted" $HOME ä\n`);

  test.for(values.map((value, index) => [index, value] as const))(
    'number %i',
    async ([, value], { runner }) => {
      const store = await runner(blueprint());
      await store.call('put', { key: 'k', value });
      expect(await store.call('get', { key: 'k' })).toEqual({ value });
    },
  );
});
