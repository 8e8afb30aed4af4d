import assert from 'node:assert/strict';
import type { JobState, Lease, NewJob } from '@docktopus/runner/durable';
import { jobToRun, type StoreBench } from '../bench.ts';
import { featureCases, sharedStoreCases, storeCases } from '../store-case.ts';
import { until } from '../until.ts';

const done = () => ({ kind: 'done', result: undefined }) as const;

async function submitAll(bench: StoreBench, changes: readonly Partial<NewJob>[]): Promise<readonly string[]> {
  const accepted = await bench.store.submit(changes.map((change) => bench.newJob(change)));
  return accepted.map(({ id }) => id);
}

const startTimes = (leases: readonly Lease[]) =>
  leases.map(({ job }) => job.startedAt ?? 0).sort((a, b) => a - b);

const many = (count: number, change: Partial<NewJob> = {}) => Array.from({ length: count }, () => change);

export const claimCases = storeCases('claim', {
  'hands out jobs in the order they came, with what they were submitted with': async (bench) => {
    const ids = await submitAll(bench, [{ payload: '"a"' }, { payload: '"b"' }, { payload: '"c"' }]);
    const worker = bench.worker({ room: 1 });
    for (const [index, id] of ids.entries()) {
      const lease = await worker.next();
      assert.deepEqual([lease.job.id, lease.job.payload], [id, ['"a"', '"b"', '"c"'][index]]);
      assert.deepEqual([lease.job.state, lease.job.attempt, lease.job.worker], ['running', 1, worker.name]);
      assert.ok(await worker.settle(lease, done()));
    }
  },
  'hands out higher priorities first': async (bench) => {
    const ids = await submitAll(bench, [
      { priority: 0 },
      { priority: -5 },
      { priority: 10 },
      { priority: 0 },
    ]);
    const worker = bench.worker({ room: 1, outcome: done });
    await until(() => worker.had.length === 4);
    assert.deepEqual(worker.ids, [ids[2], ids[0], ids[3], ids[1]]);
  },
  'hands out a job that comes while a worker waits': async (bench) => {
    const worker = bench.worker();
    await bench.aWhile();
    const id = await bench.submit();
    assert.equal((await worker.next()).job.id, id);
  },
  'hands out only what a worker has asked for': async (bench) => {
    const [work, other] = [await bench.submit(), await bench.submit({ job: '"other"' })];
    const seven = await bench.submit({ job: '7' });
    await bench.submit({ job: '"7"' });
    const worker = bench.worker({ jobs: [jobToRun('work'), jobToRun(7)], outcome: done });
    await until(() => worker.had.length === 2);
    await bench.aWhile();
    assert.deepEqual([...worker.ids].sort(), [work, seven].sort());
    assert.equal((await bench.job(other)).state, 'queued');
  },
  'hands out as many as there is room for, and more when there is again': async (bench) => {
    await submitAll(bench, many(5));
    const worker = bench.worker({ room: 2 });
    await until(() => worker.had.length === 2);
    await bench.aWhile();
    assert.equal(worker.had.length, 2);
    worker.room = 3;
    worker.wake();
    await until(() => worker.had.length === 3);
  },
  'hands out nothing to a worker that has stopped, and goes on renewing what it holds': async (bench) => {
    const id = await bench.submit();
    const worker = bench.worker({ room: 5 });
    const lease = await worker.next();
    await worker.stop();
    const late = await bench.submit();
    await new Promise((resolve) => setTimeout(resolve, bench.leaseMs * 2));
    assert.equal((await bench.job(late)).state, 'queued');
    assert.equal(lease.signal.aborted, false);
    assert.ok(await worker.settle(lease, done()));
    assert.equal((await bench.job(id)).state, 'done');
  },
  'hands out a delayed job when it is due, and not before': async (bench) => {
    const submittedAt = performance.now();
    const id = await bench.submit({ delayMs: 1000 });
    assert.equal((await bench.job(id)).state, 'delayed');
    await bench.worker().next();
    assert.ok(performance.now() - submittedAt >= 990);
  },
  'ends a job whose deadline has passed before it is handed out': async (bench) => {
    const id = await bench.submit({ deadlineAt: Date.now() - 1 });
    const next = await bench.submit();
    const worker = bench.worker();
    assert.equal((await worker.next()).job.id, next);
    assert.equal((await bench.becomes(id, 'dead')).error?.code, 'job.expired');
  },
  'does not hand out a paused job, or any when all are paused': async (bench) => {
    await bench.store.pause('"work"', true);
    const id = await bench.submit();
    const worker = bench.worker({ jobs: [jobToRun('work'), jobToRun('other')] });
    const other = await bench.submit({ job: '"other"' });
    assert.equal((await worker.next()).job.id, other);
    await bench.store.pause(undefined, true);
    await bench.store.pause('"work"', false);
    await bench.aWhile();
    assert.equal((await bench.job(id)).state, 'queued');
    await bench.store.pause(undefined, false);
    assert.equal((await worker.next()).job.id, id);
  },
  'remembers that a job is paused': async (bench) => {
    await bench.store.pause('"work"', true);
    await bench.close(bench.store);
    bench.store = await bench.open();
    const id = await bench.submit();
    const worker = bench.worker();
    await bench.aWhile();
    assert.deepEqual([worker.had.length, (await bench.job(id)).state], [0, 'queued']);
  },
});

export const limitCases = storeCases('limits', {
  'runs no more calls of a job at a time than it may': async (bench) => {
    await submitAll(bench, many(5));
    const worker = bench.worker({ jobs: [jobToRun('work', { perJob: 2 })] });
    await until(() => worker.had.length === 2);
    await bench.aWhile();
    assert.equal(worker.had.length, 2);
    await worker.settle(await worker.next(), done());
    await until(() => worker.had.length === 3);
  },
  'runs no more calls of a job at a time than one worker may': async (bench) => {
    await submitAll(bench, many(5));
    const worker = bench.worker({ jobs: [jobToRun('work', { perWorker: 2 })] });
    await until(() => worker.had.length === 2);
    await bench.aWhile();
    assert.equal(worker.had.length, 2);
    await worker.settle(await worker.next(), done());
    await until(() => worker.had.length === 3);
  },
  'runs no more calls of a key at a time than it may, and others beside it': async (bench) => {
    await submitAll(bench, [...many(5, { key: 'a' }), ...many(2, { key: 'b' })]);
    const worker = bench.worker({ jobs: [jobToRun('work', { perKey: 1 })] });
    await until(() => worker.had.length === 2);
    await bench.aWhile();
    assert.deepEqual(worker.had.map(({ job }) => job.key).sort(), ['a', 'b']);
    const first = worker.had.find(({ job }) => job.key === 'a');
    assert.ok(first !== undefined);
    await worker.settle(first, done());
    await until(() => worker.had.length === 3);
    assert.equal(worker.had[2]?.job.key, 'a');
  },
  'runs all jobs of a key, though each ends while others find no place and begin to wait for one': async (
    bench,
  ) => {
    const ids = await submitAll(bench, many(15, { key: 'a' }));
    const worker = bench.worker({ jobs: [jobToRun('work', { perKey: 1 })], outcome: done });
    await until(
      () => worker.had.length === ids.length,
      () => `${worker.had.length} of ${ids.length} jobs ran: the others wait though there is room`,
    );
    assert.deepEqual([...worker.ids].sort(), [...ids].sort());
  },
  'lets a key with few jobs have its turns beside one with many': async (bench) => {
    await submitAll(bench, [...many(200, { key: 'a' }), ...many(5, { key: 'b' })]);
    const worker = bench.worker({ room: 1, jobs: [jobToRun('work', { perJob: 1 })], outcome: done });
    await until(() => worker.had.length >= 30);
    const places = worker.had.flatMap(({ job }, place) => (job.key === 'b' ? [place] : []));
    assert.equal(places.filter((place) => place < 30).length, 5, `the jobs of b ran at ${places.join()}`);
  },
  'lets a key that comes late have its turns at once': async (bench) => {
    await submitAll(bench, many(100, { key: 'a' }));
    const worker = bench.worker({ room: 1 });
    for (let count = 0; count < 20; count += 1) await worker.settle(await worker.next(), done());
    const held = await worker.next();
    const late = await submitAll(bench, many(3, { key: 'b' }));
    await worker.settle(held, done());
    for (let count = 0; count < 12; count += 1) await worker.settle(await worker.next(), done());
    for (const id of late) assert.equal((await bench.job(id)).state, 'done');
  },
  'starts no more calls of a job per time than it may': async (bench) => {
    await submitAll(bench, many(4));
    const worker = bench.worker({
      jobs: [jobToRun('work', { rate: { limit: 2, perMs: 1000 } })],
      outcome: done,
    });
    await until(() => worker.had.length === 4);
    // The store's own times: a test that is slow to look must not make them look closer than they were.
    const [first = 0, , , last = 0] = startTimes(worker.had);
    assert.ok(last - first >= 500, `four started within ${last - first} ms, where two may in 1,000`);
  },
  'hands out a job with affinity on its host alone': async (bench) => {
    const id = await bench.submit({ affinity: 'there' });
    const here = bench.worker({ host: 'here' });
    await bench.aWhile();
    assert.equal((await bench.job(id)).state, 'queued');
    const there = bench.worker({ host: 'there' });
    assert.equal((await there.next()).job.id, id);
    assert.equal(here.had.length, 0);
  },
  'counts jobs that only one host may run apart from those that any may': async (bench) => {
    await bench.submit({ affinity: 'there' });
    await bench.submit({ affinity: 'there', delayMs: 60_000 });
    await bench.submit({ affinity: 'elsewhere' });
    await bench.submit();
    const counts = await bench.store.counts();
    const of = (affinity: string | undefined, state: JobState) =>
      counts
        .filter((each) => each.affinity === affinity && each.state === state)
        .map(({ job, count }) => [job, count]);
    assert.deepEqual(of('there', 'queued'), [['"work"', 1]]);
    assert.deepEqual(of('there', 'delayed'), [['"work"', 1]]);
    assert.deepEqual(of('elsewhere', 'queued'), [['"work"', 1]]);
    assert.deepEqual(of(undefined, 'queued'), [['"work"', 1]]);
  },
});

export const keyRateCases = featureCases('key-rate', 'limits', {
  'starts no more calls of a key per time than it may': async (bench) => {
    await submitAll(bench, [...many(3, { key: 'a' }), { key: 'b' }]);
    const worker = bench.worker({
      jobs: [jobToRun('work', { keyRate: { limit: 1, perMs: 300 } })],
      outcome: done,
    });
    await until(() => worker.had.length === 4);
    const ofA = startTimes(worker.had.filter(({ job }) => job.key === 'a'));
    const [first = 0, , last = 0] = ofA;
    assert.equal(ofA.length, 3);
    assert.ok(last - first >= 500, `three of a key started within ${last - first} ms, where one may in 300`);
    assert.ok(
      worker.had.slice(0, 2).some(({ job }) => job.key === 'b'),
      'b had to wait for a',
    );
  },
});

export const sharedClaimCases = sharedStoreCases('claim by several', {
  'hands out each job once, however many ask': async (bench) => {
    const ids = await submitAll(bench, many(200));
    const stores = [bench.store, await bench.open(), await bench.open()];
    const workers = stores.map((store) => bench.worker({ store, room: 20, outcome: done }));
    await until(() => workers.reduce((sum, { had }) => sum + had.length, 0) >= 200);
    await bench.aWhile();
    const claimed = workers.flatMap((worker) => worker.ids);
    assert.deepEqual([...claimed].sort(), [...ids].sort());
  },
  'hands out a job that came through another handle': async (bench) => {
    const worker = bench.worker({ store: await bench.open() });
    const id = await bench.submit();
    assert.equal((await worker.next()).job.id, id);
  },
  'holds the limits of a job over all of them': async (bench) => {
    await submitAll(bench, many(6, { key: 'a' }));
    const limits = { perJob: 3 };
    const workers = [bench.store, await bench.open()].map((store) =>
      bench.worker({ store, jobs: [jobToRun('work', limits)] }),
    );
    const running = () => workers.reduce((sum, { held }) => sum + held.size, 0);
    await until(() => running() === 3);
    await bench.aWhile();
    assert.equal(running(), 3);
  },
  'holds the limits of a key over all of them': async (bench) => {
    await submitAll(bench, many(6, { key: 'a' }));
    const workers = [bench.store, await bench.open()].map((store) =>
      bench.worker({ store, jobs: [jobToRun('work', { perKey: 2 })] }),
    );
    const running = () => workers.reduce((sum, { held }) => sum + held.size, 0);
    await until(() => running() === 2);
    await bench.aWhile();
    assert.equal(running(), 2);
  },
});
