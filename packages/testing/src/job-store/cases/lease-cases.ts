import assert from 'node:assert/strict';
import { type Lease, LOG_IS_FULL } from '@docktopus/runner/durable';
import { rejects } from '../../contract/rejects.ts';
import type { StoreBench } from '../bench.ts';
import { sharedStoreCases, storeCases } from '../store-case.ts';
import { until } from '../until.ts';

const error = { code: 'job.failed', message: 'broken' };
/** Longer than what a store may keep beside the job. */
const LARGE_RESULT = JSON.stringify('late'.repeat(2000));

/** A job that a worker has. */
async function leased(bench: StoreBench, change = {}) {
  const id = await bench.submit(change);
  const worker = bench.worker();
  return { id, worker, lease: await worker.next() };
}

export const leaseCases = storeCases('lease', {
  'ends as done, with the result': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    assert.ok(await worker.settle(lease, { kind: 'done', result: '{"a":"€"}' }));
    const job = await bench.job(id);
    assert.deepEqual([job.state, job.result, job.attempt, job.failures], ['done', '{"a":"€"}', 1, 0]);
    assert.ok((job.endedAt ?? 0) >= (job.startedAt ?? Number.POSITIVE_INFINITY));
  },
  'ends as done without a result': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    assert.ok(await worker.settle(lease, { kind: 'done', result: undefined }));
    assert.deepEqual(((job) => [job.state, job.result])(await bench.job(id)), ['done', undefined]);
  },
  'ends as dead or cancelled, with the error': async (bench) => {
    for (const kind of ['dead', 'cancelled'] as const) {
      const { id, worker, lease } = await leased(bench);
      assert.ok(await worker.settle(lease, { kind, error }));
      const job = await bench.job(id);
      assert.deepEqual([job.state, job.error, job.endedAt !== undefined], [kind, error, true]);
      await worker.release();
    }
  },
  'keeps what follows together with the end': async (bench) => {
    const { worker, lease } = await leased(bench);
    const next = bench.newJob({ job: '"next"', payload: '"follows"' });
    assert.ok(await worker.settle(lease, { kind: 'done', result: undefined, follow: [next] }));
    assert.equal((await bench.job(next.id)).payload, '"follows"');
  },
  'that failed is followed by the next attempt, not before its time': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    const failedAt = performance.now();
    assert.ok(await worker.settle(lease, { kind: 'failed', error, afterMs: 1000 }));
    const job = await bench.job(id);
    assert.deepEqual([job.state, job.failures, job.attempt, job.error], ['delayed', 1, 1, error]);
    const again = await worker.next();
    assert.ok(performance.now() - failedAt >= 990);
    assert.deepEqual([again.job.id, again.job.attempt, again.job.failures], [id, 2, 1]);
    assert.ok(await worker.settle(again, { kind: 'done', result: undefined }));
    assert.equal((await bench.job(id)).error, undefined);
  },
  'that asks for a later try goes on as the same attempt': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    assert.ok(await worker.settle(lease, { kind: 'later', afterMs: 1000 }));
    assert.equal((await bench.job(id)).state, 'delayed');
    assert.equal((await worker.next()).job.attempt, 1);
  },
  'that is given back goes on as the same attempt, before those that came later': async (bench) => {
    const id = await bench.submit();
    const worker = bench.worker({ room: 1 });
    const lease = await worker.next();
    await bench.submit();
    assert.ok(await worker.settle(lease, { kind: 'released', afterMs: 0 }));
    const again = await worker.next();
    assert.deepEqual([again.job.id, again.job.attempt, again.job.stalls], [id, 1, 0]);
  },
  'that is refused keeps who refused it': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    const refusal = { worker: worker.name, at: Date.now(), reason: 'body.a: a number' };
    assert.ok(await worker.settle(lease, { kind: 'refused', refusal, afterMs: 30 }));
    assert.deepEqual((await bench.job(id)).refusals, [refusal]);
    const { jobs } = await bench.store.list({ refused: true }, { limit: 10 });
    assert.deepEqual(
      jobs.map((job) => job.id),
      [id],
    );
    const again = await worker.next();
    assert.deepEqual([again.job.refusals, again.job.failures], [[refusal], 0]);
  },
  'changes nothing once it is settled': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    assert.ok(await worker.settle(lease, { kind: 'done', result: '1' }));
    assert.equal(await lease.settle({ kind: 'dead', error }), false);
    await rejects(lease.step('late', '1'), 'lease.lost');
    await rejects(lease.report({ progress: { fraction: 1 } }), 'lease.lost');
    const job = await bench.job(id);
    assert.deepEqual([job.state, job.result, job.steps, job.progress], ['done', '1', [], undefined]);
  },
  'changes nothing once another attempt has begun, also when both end at the same moment': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    assert.ok(await worker.settle(lease, { kind: 'failed', error, afterMs: 0 }));
    const again = await worker.next();
    const late = lease.settle({ kind: 'done', result: LARGE_RESULT });
    const ended = await Promise.all([late, worker.settle(again, { kind: 'done', result: '"second"' })]);
    assert.deepEqual(ended, [false, true]);
    assert.equal(await lease.settle({ kind: 'done', result: LARGE_RESULT }), false);
    const job = await bench.job(id);
    assert.deepEqual([job.state, job.result], ['done', '"second"']);
  },
  'that has ended keeps its result, however large the one is that comes too late': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    const result = JSON.stringify('first'.repeat(2000));
    assert.ok(await worker.settle(lease, { kind: 'done', result }));
    assert.equal(await lease.settle({ kind: 'done', result: LARGE_RESULT }), false);
    assert.equal((await bench.job(id)).result, result);
  },
  'ends beside others at the same moment, each with its own result': async (bench) => {
    const results = ['1', undefined, LARGE_RESULT, '"ä \\u0000"', 'null', '{"a":[1.5,"1"]}'];
    const worker = bench.worker();
    const ids: string[] = [];
    for (const _ of results) ids.push(await bench.submit());
    const leases = new Map<string, Lease>();
    while (leases.size < ids.length) {
      const lease = await worker.next();
      leases.set(lease.job.id, lease);
    }
    const held = await Promise.all(
      ids.map((id, index) => {
        const lease = leases.get(id);
        assert.ok(lease);
        return worker.settle(lease, { kind: 'done', result: results[index] });
      }),
    );
    assert.deepEqual(
      held,
      ids.map(() => true),
    );
    const kept = await Promise.all(ids.map(async (id) => (await bench.job(id)).result));
    assert.deepEqual(kept, results);
  },
  'remembers steps for the next attempt': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    await lease.step('checkout', '{"sha":"abc"}');
    await lease.step('push', '');
    assert.deepEqual([...(await bench.job(id)).steps].sort(), ['checkout', 'push']);
    await worker.settle(lease, { kind: 'failed', error, afterMs: 0 });
    const again = await worker.next();
    assert.deepEqual(
      [...again.remembered].sort(),
      [
        ['checkout', '{"sha":"abc"}'],
        ['push', ''],
      ].sort(),
    );
  },
  'keeps progress and log, to be read while it runs': async (bench) => {
    const { id, lease } = await leased(bench);
    await lease.report({ progress: { fraction: 0.5, note: 'half' } });
    await lease.report({
      lines: [
        { at: 1, text: 'one' },
        { at: 2, text: 'twö' },
      ],
    });
    await lease.report({ progress: { fraction: 0.75 }, lines: [{ at: 3, text: 'three' }] });
    const { progress } = await bench.job(id);
    assert.deepEqual([progress?.fraction, progress?.note], [0.75, undefined]);
    assert.deepEqual(await bench.store.log(id, 0, 10), [
      { line: 1, at: 1, text: 'one' },
      { line: 2, at: 2, text: 'twö' },
      { line: 3, at: 3, text: 'three' },
    ]);
    assert.deepEqual(
      (await bench.store.log(id, 1, 1)).map(({ text }) => text),
      ['twö'],
    );
  },
  'keeps text of any characters wherever a job has text': async (bench) => {
    const odd = 'line\n, quote \'", \\u0000, %s, {}, 😀, __proto__';
    const json = JSON.stringify({ ['__proto__']: odd, [odd]: [odd] });
    const idempotency = { key: odd, fingerprint: odd };
    const id = await bench.submit({ payload: json, metadata: json, key: odd, affinity: odd, idempotency });
    const worker = bench.worker({ host: odd });
    const lease = await worker.next();
    await lease.step(odd, json);
    await lease.report({ progress: { fraction: 0.5, note: odd }, lines: [{ at: 1, text: odd }] });
    assert.ok(
      await worker.settle(lease, { kind: 'failed', error: { code: 'test', message: odd }, afterMs: 0 }),
    );
    const again = await worker.next();
    assert.deepEqual([...again.remembered], [[odd, json]]);
    assert.deepEqual(again.job.error, { code: 'test', message: odd });
    assert.ok(await worker.settle(again, { kind: 'done', result: json }));
    const job = await bench.becomes(id, 'done');
    assert.deepEqual(
      [job.payload, job.metadata, job.key, job.affinity, job.idempotencyKey, job.result, job.progress?.note],
      [json, json, odd, odd, odd, json, odd],
    );
    assert.deepEqual([job.steps, (await bench.store.log(id, 0, 10)).map(({ text }) => text)], [[odd], [odd]]);
    assert.equal((await bench.store.list({ key: odd, affinity: odd }, { limit: 10 })).jobs.length, 1);
    const dead = await bench.submit({ affinity: odd });
    const last = await worker.next();
    assert.ok(await worker.settle(last, { kind: 'dead', error: { code: 'test', message: odd } }));
    assert.equal((await bench.becomes(dead, 'dead')).error?.message, odd);
  },
  'says when its log is full, once': async (bench) => {
    const { id, lease } = await leased(bench);
    const text = 'x'.repeat(999);
    for (let count = 0; count < 15; count += 1) await lease.report({ lines: [{ at: count, text }] });
    const lines = await bench.store.log(id, 0, 100);
    assert.ok(lines.length >= 10 && lines.length <= 12, `it has ${lines.length} lines`);
    assert.equal(lines.at(-1)?.text, LOG_IS_FULL);
    assert.equal(lines.filter((line) => line.text === LOG_IS_FULL).length, 1);
  },
  'is renewed for as long as its worker lives': async (bench) => {
    const { id, worker, lease } = await leased(bench);
    await new Promise((resolve) => setTimeout(resolve, bench.leaseMs * 3));
    assert.equal(lease.signal.aborted, false);
    assert.ok(await worker.settle(lease, { kind: 'done', result: undefined }));
    assert.equal((await bench.job(id)).stalls, 0);
  },
  'of a process that was killed runs out, and the job runs again and remembers its steps': async (bench) => {
    const { id, lease } = await leased(bench);
    await lease.step('checkout', '"abc"');
    await bench.crash();
    const worker = bench.worker();
    const again = await worker.next();
    assert.deepEqual([again.job.id, again.job.stalls, again.job.failures, again.job.attempt], [id, 1, 0, 1]);
    assert.deepEqual([...again.remembered], [['checkout', '"abc"']]);
    assert.notEqual(again.token, lease.token);
    assert.ok(await worker.settle(again, { kind: 'done', result: undefined }));
  },
  'that runs out too often is the end of the job': async (bench) => {
    const id = await bench.submit();
    for (let count = 0; count < 2; count += 1) {
      const worker = bench.worker({ maxStalls: 1 });
      assert.equal((await worker.next()).job.id, id);
      await bench.crash();
    }
    bench.worker({ maxStalls: 1 });
    const job = await bench.becomes(id, 'dead');
    assert.deepEqual([job.error?.code, job.stalls], ['job.stalled', 2]);
  },
});

export const sharedLeaseCases = sharedStoreCases('lease of another', {
  'of a process that was killed is taken over by one that lives': async (bench) => {
    const store = await bench.open();
    const id = await bench.submit();
    const doomed = bench.worker({ store: bench.store });
    await doomed.next();
    const living = bench.worker({ store });
    await bench.crash();
    const again = await living.next();
    assert.deepEqual([again.job.id, again.job.stalls], [id, 1]);
  },
  'that is lost tells its holder, and keeps nothing of it': async (bench) => {
    const store = await bench.open();
    const id = await bench.submit();
    const worker = bench.worker({ store });
    const lease = await worker.next();
    let [told, released] = [0, 0];
    lease.onEnd(() => {
      told += 1;
    });
    const release = lease.onEnd(() => {
      released += 1;
    });
    release();
    // An operator takes the job away, as a store would whose clock says that the lease has run out.
    await bench.store.cancel(id, { code: 'job.cancelled', message: 'taken away' });
    await until(() => lease.reason !== undefined);
    assert.deepEqual([told, released], [1, 0]);
    assert.equal((lease.reason as { code: string }).code, 'job.cancelled');
    // A signal that is asked for after the end has aborted already.
    assert.ok(lease.signal.aborted);
    assert.equal(lease.signal.reason, lease.reason);
    assert.ok(await worker.settle(lease, { kind: 'cancelled', error }));
    assert.equal(await lease.settle({ kind: 'done', result: '1' }), false);
    assert.equal((await bench.job(id)).state, 'cancelled');
  },
});
