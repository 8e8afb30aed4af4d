import assert from 'node:assert/strict';
import type { JobState } from '@docktopus/runner/durable';
import { jobToRun, type StoreBench } from '../bench.ts';
import { sharedStoreCases, storeCases } from '../store-case.ts';
import { until } from '../until.ts';

const error = { code: 'job.cancelled', message: 'not wanted' };
const done = () => ({ kind: 'done', result: undefined }) as const;
const dead = () => ({ kind: 'dead', error }) as const;

async function ended(bench: StoreBench, kind: 'done' | 'dead', change = {}): Promise<string> {
  const id = await bench.submit({ job: '"ends"', ...change });
  const worker = bench.worker({ jobs: [jobToRun('ends')], outcome: kind === 'done' ? done : dead });
  await bench.becomes(id, kind);
  await worker.stop();
  return id;
}

export const cancelCases = storeCases('cancel', {
  'ends a job that waits, or is delayed': async (bench) => {
    for (const delayMs of [0, 60_000]) {
      const id = await bench.submit({ delayMs });
      assert.equal(await bench.store.cancel(id, error), 'cancelled');
      const job = await bench.job(id);
      assert.deepEqual([job.state, job.error, job.endedAt !== undefined], ['cancelled', error, true]);
    }
    const worker = bench.worker();
    await bench.aWhile();
    assert.equal(worker.had.length, 0);
  },
  'asks a job that runs to end, with the reason': async (bench) => {
    const id = await bench.submit();
    const worker = bench.worker();
    const lease = await worker.next();
    let told = 0;
    lease.onEnd(() => {
      told += 1;
    });
    assert.deepEqual([lease.reason, lease.signal.aborted], [undefined, false]);
    assert.equal(await bench.store.cancel(id, error), 'cancelling');
    await until(() => lease.signal.aborted);
    assert.equal(told, 1);
    const reason = lease.reason as { code: string; message: string };
    assert.equal(lease.signal.reason, reason);
    assert.equal(reason.code, 'job.cancelled');
    assert.match(reason.message, /not wanted/);
    assert.deepEqual(((job) => [job.state, job.cancelling])(await bench.job(id)), ['running', true]);
    assert.ok(await worker.settle(lease, { kind: 'cancelled', error }));
    assert.equal((await bench.job(id)).state, 'cancelled');
  },
  'says what it did not do': async (bench) => {
    const id = await ended(bench, 'done');
    assert.equal(await bench.store.cancel(id, error), 'ended');
    assert.equal(await bench.store.cancel('nobody', error), 'unknown');
  },
  'of a job whose worker was killed ends it, and no worker runs it again': async (bench) => {
    const id = await bench.submit();
    await bench.worker().next();
    assert.equal(await bench.store.cancel(id, error), 'cancelling');
    await bench.crash();
    const worker = bench.worker();
    const job = await bench.becomes(id, 'cancelled');
    assert.deepEqual([job.error, worker.had.length], [error, 0]);
  },
});

export const redriveCases = storeCases('redrive', {
  'queues a dead job again, with no failures and its steps': async (bench) => {
    const id = await bench.submit();
    const first = bench.worker();
    const lease = await first.next();
    await lease.step('one', '1');
    await first.settle(lease, { kind: 'failed', error, afterMs: 0 });
    await first.settle(await first.next(), dead());
    assert.equal(await bench.store.redrive({ ids: [id] }), 1);
    const again = await first.next();
    assert.deepEqual([again.job.id, again.job.failures, again.job.attempt], [id, 0, 1]);
    assert.deepEqual([...again.remembered], [['one', '1']]);
    assert.ok(await first.settle(again, done()));
    assert.deepEqual(((job) => [job.state, job.error])(await bench.job(id)), ['done', undefined]);
  },
  'runs a done job from its start, without its steps': async (bench) => {
    const id = await bench.submit();
    const worker = bench.worker();
    const lease = await worker.next();
    await lease.step('one', '1');
    await worker.settle(lease, { kind: 'done', result: '1' });
    assert.equal(await bench.store.redrive({ ids: [id] }), 1);
    const again = await worker.next();
    assert.deepEqual([again.job.id, [...again.remembered], again.job.result], [id, [], undefined]);
  },
  'leaves jobs alone that wait, run or were cancelled': async (bench) => {
    const waits = await bench.submit({ delayMs: 60_000 });
    const cancelled = await bench.submit({ delayMs: 60_000 });
    await bench.store.cancel(cancelled, error);
    const runs = await bench.submit();
    await bench.worker().next();
    const states = async () =>
      (await Promise.all([waits, cancelled, runs].map((id) => bench.job(id)))).map(({ state }) => state);
    assert.equal(await bench.store.redrive({ ids: [waits, cancelled, runs] }), 0);
    assert.equal(await bench.store.redrive({ job: '"work"' }), 0);
    assert.deepEqual(await states(), ['delayed', 'cancelled', 'running']);
  },
  'queues all that a filter means': async (bench) => {
    const [a, b] = [await ended(bench, 'dead'), await ended(bench, 'dead', { key: 'k' })];
    const fine = await ended(bench, 'done');
    await bench.store.pause('"ends"', true);
    assert.equal(await bench.store.redrive({ states: ['dead'] }), 2);
    for (const [id, state] of [
      [a, 'queued'],
      [b, 'queued'],
      [fine, 'done'],
    ] as const) {
      assert.equal((await bench.job(id)).state, state);
    }
  },
});

export const listCases = storeCases('list', {
  'shows jobs newest first, in pages': async (bench) => {
    const ids: string[] = [];
    for (let count = 0; count < 7; count += 1) ids.push(await bench.submit({ payload: String(count) }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await bench.store.list({}, { limit: 3, cursor });
      assert.ok(page.jobs.length <= 3);
      seen.push(...page.jobs.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ids.reverse());
  },
  'refuses a cursor that no page has given': async (bench) => {
    await bench.submit();
    for (const cursor of ['', 'x', '-1', '1e3', '\0', '__proto__'])
      await assert.rejects(bench.store.list({}, { limit: 3, cursor }), { code: 'job.invalid' }, cursor);
  },
  'shows what a filter means': async (bench) => {
    const delayed = await bench.submit({ delayMs: 60_000, key: 'k' });
    const other = await bench.submit({ job: '"other"', delayMs: 60_000 });
    const dead = await ended(bench, 'dead');
    const find = async (filter: Parameters<StoreBench['store']['list']>[0]) =>
      (await bench.store.list(filter, { limit: 100 })).jobs.map(({ id }) => id).sort();
    assert.deepEqual(await find({ states: ['delayed'] }), [delayed, other].sort());
    assert.deepEqual(await find({ states: ['delayed', 'dead'], job: '"work"' }), [delayed]);
    assert.deepEqual(await find({ job: '"other"' }), [other]);
    assert.deepEqual(await find({ key: 'k' }), [delayed]);
    assert.deepEqual(await find({ ids: [dead, 'nobody'] }), [dead]);
    assert.deepEqual(await find({ endedBefore: Date.now() + 10_000 }), [dead]);
    assert.deepEqual(await find({ endedBefore: 1 }), []);
  },
  'counts jobs by id and state': async (bench) => {
    await bench.submit({ delayMs: 60_000 });
    await bench.store.submit([bench.newJob({ job: '7' }), bench.newJob({ job: '7' })]);
    await ended(bench, 'done');
    const counts = await bench.store.counts();
    const of = (job: string, state: JobState) =>
      counts
        .filter((each) => each.job === job && each.state === state)
        .reduce((sum, { count }) => sum + count, 0);
    assert.deepEqual(
      [of('"work"', 'delayed'), of('7', 'queued'), of('"ends"', 'done'), of('"7"', 'queued')],
      [1, 2, 1, 0],
    );
  },
  'removes what does not run, and its idempotency key with it': async (bench) => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const id = await bench.submit({ delayMs: 60_000, idempotency });
    const runs = await bench.submit();
    const worker = bench.worker();
    await worker.next();
    assert.equal(await bench.store.remove({ ids: [id, runs, 'nobody'] }), 1);
    assert.equal(await bench.store.get(id), undefined);
    assert.equal((await bench.job(runs)).state, 'running');
    const [again] = await bench.store.submit([bench.newJob({ idempotency, delayMs: 60_000 })]);
    assert.equal(again?.outcome, 'accepted');
  },
  'forgets ended jobs beyond the number that is kept': async (bench) => {
    await bench.close(bench.store);
    bench.store = await bench.open({ keep: { done: { count: 3 } } });
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) ids.push(await ended(bench, 'done'));
    await until(async () => (await bench.store.get(ids[0] ?? '')) === undefined);
    assert.equal((await bench.job(ids.at(-1) ?? '')).state, 'done');
  },
});

export const scheduleCases = storeCases('schedule', {
  'fires once for each time, and tells when it fired before': async (bench) => {
    const job = bench.newJob();
    assert.deepEqual(await bench.store.fire('nightly', 1000, undefined), {
      fired: false,
      previous: undefined,
    });
    assert.deepEqual(await bench.store.fire('nightly', 1000, job), { fired: true, previous: undefined });
    assert.deepEqual(await bench.store.fire('nightly', 1000, bench.newJob()), {
      fired: false,
      previous: 1000,
    });
    assert.deepEqual(await bench.store.fire('nightly', 500, bench.newJob()), {
      fired: false,
      previous: 1000,
    });
    assert.deepEqual(await bench.store.fire('nightly', 2000, bench.newJob()), {
      fired: true,
      previous: 1000,
    });
    assert.deepEqual(await bench.store.fire('other', 1000, bench.newJob()), {
      fired: true,
      previous: undefined,
    });
    const { jobs } = await bench.store.list({}, { limit: 10 });
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ['queued', 'queued', 'queued'],
    );
  },
  'remembers when it fired': async (bench) => {
    await bench.store.fire('nightly', 1000, bench.newJob());
    await bench.crash();
    assert.deepEqual(await bench.store.fire('nightly', 1000, undefined), { fired: false, previous: 1000 });
  },
});

export const sharedCases = sharedStoreCases('operate from elsewhere', {
  'a cancel reaches the worker that runs the job': async (bench) => {
    const id = await bench.submit();
    const worker = bench.worker({ store: await bench.open() });
    const lease = await worker.next();
    assert.equal(await bench.store.cancel(id, error), 'cancelling');
    await until(() => lease.signal.aborted);
    assert.equal((lease.signal.reason as { code: string }).code, 'job.cancelled');
    assert.ok(await worker.settle(lease, { kind: 'cancelled', error }));
  },
  'a pause holds for all': async (bench) => {
    const worker = bench.worker({ store: await bench.open() });
    await bench.store.pause('"work"', true);
    await bench.aWhile();
    const id = await bench.submit();
    await bench.aWhile();
    assert.equal((await bench.job(id)).state, 'queued');
    await bench.store.pause('"work"', false);
    assert.equal((await worker.next()).job.id, id);
  },
  'a schedule fires once for all': async (bench) => {
    const stores = [bench.store, await bench.open(), await bench.open()];
    const fired = await Promise.all(stores.map((store) => store.fire('nightly', 1000, bench.newJob())));
    assert.equal(fired.filter((each) => each.fired).length, 1);
    assert.equal((await bench.store.list({}, { limit: 10 })).jobs.length, 1);
  },
  'events hint at what happens': async (bench) => {
    const seen = new Set<string>();
    const other = await bench.open();
    using _ = subscribed(bench, (id) => seen.add(id));
    const id = await bench.submit({}, other);
    // A store may say no more than that something has changed.
    await until(() => seen.has(id) || seen.has('*'));
  },
});

export const eventCases = storeCases('events', {
  'hint at each change of a job': async (bench) => {
    const seen: string[] = [];
    using _ = subscribed(bench, (id, kind) => seen.push(`${id} ${kind}`));
    const id = await bench.submit();
    const worker = bench.worker();
    const lease = await worker.next();
    await lease.report({ progress: { fraction: 0.5 } });
    await lease.report({ lines: [{ at: 1, text: 'x' }] });
    await until(() => seen.includes(`${id} progress`) && seen.includes(`${id} log`));
    const before = seen.length;
    await worker.settle(lease, done());
    await until(() => seen.slice(before).includes(`${id} state`));
  },
});

function subscribed(bench: StoreBench, hear: (id: string, kind: string) => void): Disposable {
  const subscription = bench.store.events$.subscribe(({ id, kind }) => hear(id, kind));
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}
