import assert from 'node:assert/strict';
import { type JobFilter, type JobListOptions, JobQueue } from '@docktopus/runner/durable';
import type { StoreBench } from '../bench.ts';
import { storeCases } from '../store-case.ts';

/** Ids that no job has, each of them odd for some store. */
const ODD_IDS = ['\0', 'a\0b', '\ud800', '', 'a:b', '7', '-1', 'wait', 'meta', "'; --", 'x'.repeat(5000)];
/** Values that are no id, as a program without types gives them. */
const NO_IDS: readonly unknown[] = [undefined, null, 7, Number.NaN, {}, ['x'], 7n];

const queueOf = (bench: StoreBench) => new JobQueue(() => bench.store);
const INVALID = { code: 'job.invalid' };

export const argumentCases = storeCases('arguments', {
  'that are ids of no job are answered as those of a job that is gone': async (bench) => {
    const queue = queueOf(bench);
    const id = await bench.submit();
    for (const odd of ODD_IDS) {
      const answers = [
        await queue.get(odd),
        await queue.log(odd),
        await queue.cancel(odd),
        await queue.redrive(odd),
        await queue.remove(odd),
      ];
      assert.deepEqual(answers, [undefined, [], 'unknown', 0, false], JSON.stringify(odd));
      await assert.rejects(queue.ended(odd, { timeoutMs: 0 }), { code: 'job.unknown' });
    }
    assert.equal((await bench.job(id)).state, 'queued');
  },
  'that are no ids are refused, and no job is touched': async (bench) => {
    const queue = queueOf(bench);
    const id = await bench.submit();
    for (const value of NO_IDS as readonly string[]) {
      for (const call of ['get', 'log', 'cancel', 'remove', 'ended'] as const) {
        await assert.rejects(queue[call](value), INVALID, `${call}(${String(value)})`);
      }
    }
    for (const value of [undefined, null, 7, ['x'], 7n] as unknown as string[]) {
      await assert.rejects(queue.redrive(value), INVALID);
      await assert.rejects(queue.purge(value as JobFilter), INVALID);
    }
    assert.equal((await bench.job(id)).state, 'queued');
  },
  'of a filter that do not fit are refused with all of them named, and no job is touched': async (bench) => {
    const queue = queueOf(bench);
    const id = await bench.submit();
    const wrong = {
      ids: ['a\0b'],
      state: ['queued', 'finished'],
      jobId: -1,
      key: 7,
      refused: 'yes',
      affinity: '\0',
      endedBefore: Number.NaN,
      limit: 1e9,
      cursor: 7,
      job: 'work',
    } as unknown as JobListOptions;
    await assert.rejects(queue.list(wrong), (error: { code: string; message: string }) => {
      assert.equal(error.code, 'job.invalid');
      for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(`\\b${name}\\b`));
      return true;
    });
    const { limit: _, cursor: __, ...filter } = wrong;
    await assert.rejects(queue.purge(filter), INVALID);
    await assert.rejects(queue.redrive(filter), INVALID);
    assert.equal((await bench.job(id)).state, 'queued');
  },
  'of a page are numbers in their range': async (bench) => {
    const queue = queueOf(bench);
    for (const limit of [0, -1, 0.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(queue.list({ limit }), INVALID);
      await assert.rejects(queue.log('x', { limit: limit === 1001 ? 10_001 : limit }), INVALID);
    }
    await assert.rejects(queue.log('x', { after: -1 }), INVALID);
    await assert.rejects(queue.ended('x', { timeoutMs: Number.NaN }), INVALID);
    for (const cursor of ['', 'x', '\0']) await assert.rejects(queue.list({ cursor }), INVALID);
  },
  'that name a job which there is not are fine, and those that no job can have are refused': async (
    bench,
  ) => {
    const queue = queueOf(bench);
    const id = await bench.submit();
    for (const jobId of ['other', '\0', 'x'.repeat(5000), 0, '7']) {
      await queue.pause(jobId);
      assert.deepEqual((await queue.list({ jobId })).jobs, []);
      assert.equal((await queue.counts(jobId)).queued, 0);
      assert.equal(await queue.redrive({ jobId }), 0);
      assert.equal(await queue.purge({ jobId }), 0);
      await queue.resume(jobId);
    }
    for (const jobId of ['', -1, 0.5, Number.NaN, {}] as number[]) {
      for (const call of ['pause', 'resume', 'counts'] as const)
        await assert.rejects(queue[call](jobId), INVALID);
    }
    const worker = bench.worker();
    assert.equal((await worker.next()).job.id, id);
  },
});
