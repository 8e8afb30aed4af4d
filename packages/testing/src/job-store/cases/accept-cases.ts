import assert from 'node:assert/strict';
import { storeCases } from '../store-case.ts';

export const acceptCases = storeCases('accept', {
  'keeps a job as it was given': async (bench) => {
    const deadlineAt = Date.now() + 60_000;
    const given = bench.newJob({
      job: '7',
      payload: '{"text":"ünïcödé \\u0000 €","n":1}',
      metadata: '{"from":"a test"}',
      key: 'tenant a',
      priority: 5,
      delayMs: 60_000,
      deadlineAt,
      idempotency: { key: 'k', fingerprint: 'f' },
      affinity: 'some-host',
    });
    const [accepted] = await bench.store.submit([given]);
    assert.equal(accepted?.outcome, 'accepted');
    // A store may make the id of a job of its idempotency key.
    const { createdAt, dueAt = 0, ...job } = await bench.job(accepted.id);
    assert.ok(Math.abs(createdAt - Date.now()) < 10_000);
    assert.ok(Math.abs(dueAt - Date.now() - 60_000) < 10_000);
    const { delayMs: _, fresh: __, idempotency, ...rest } = given;
    assert.deepEqual(job, {
      ...rest,
      id: accepted.id,
      state: 'delayed',
      idempotencyKey: idempotency?.key,
      failures: 0,
      attempt: 0,
      stalls: 0,
      refusals: [],
      progress: undefined,
      steps: [],
      result: undefined,
      error: undefined,
      startedAt: undefined,
      endedAt: undefined,
      worker: undefined,
      cancelling: false,
    });
  },
  'keeps many at once, and says what became of each, in order': async (bench) => {
    const jobs = Array.from({ length: 500 }, (_, n) => bench.newJob({ payload: String(n) }));
    const accepted = await bench.store.submit(jobs);
    assert.deepEqual(
      accepted,
      jobs.map(({ id }) => ({ id, outcome: 'accepted' })),
    );
    assert.equal((await bench.job(jobs[499]?.id ?? '')).payload, '499');
  },
  'keeps large payloads and empty ones': async (bench) => {
    const large = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    const [a, b] = [await bench.submit({ payload: large }), await bench.submit({ payload: '' })];
    assert.equal((await bench.job(a)).payload, large);
    assert.equal((await bench.job(b)).payload, '');
  },
  'knows a repeated idempotency key of a job, and one that is reused': async (bench) => {
    const idempotency = { key: 'delivery 1', fingerprint: 'same' };
    const first = await bench.submit({ idempotency });
    const outcomes = await bench.store.submit([
      bench.newJob({ idempotency }),
      bench.newJob({ idempotency: { ...idempotency, fingerprint: 'other' } }),
    ]);
    assert.deepEqual(outcomes, [
      { id: first, outcome: 'deduplicated' },
      { id: first, outcome: 'key-reused' },
    ]);
    const [other] = await bench.store.submit([bench.newJob({ job: '"other"', idempotency })]);
    assert.equal(other?.outcome, 'accepted');
  },
  'knows a repeated idempotency key within one batch': async (bench) => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const [a, b] = await bench.store.submit([bench.newJob({ idempotency }), bench.newJob({ idempotency })]);
    assert.deepEqual(b, { id: a?.id, outcome: 'deduplicated' });
  },
  'knows a repeated idempotency key when all who use it come at once': async (bench) => {
    const idempotency = { key: 'at once', fingerprint: 'f' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bench.store.submit([bench.newJob({ idempotency })])),
    );
    const outcomes = answers.flat().map(({ outcome }) => outcome);
    assert.equal(outcomes.filter((outcome) => outcome === 'accepted').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'deduplicated').length, 9);
    assert.equal(new Set(answers.flat().map(({ id }) => id)).size, 1);
  },
  'knows a repeated idempotency key when the job has ended': async (bench) => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const id = await bench.submit({ idempotency });
    bench.worker({ outcome: () => ({ kind: 'done', result: undefined }) });
    await bench.becomes(id, 'done');
    assert.equal(await bench.submit({ idempotency }), id);
  },
  'knows a repeated id': async (bench) => {
    const job = bench.newJob({ fresh: false });
    await bench.store.submit([job]);
    assert.deepEqual(await bench.store.submit([job]), [{ id: job.id, outcome: 'deduplicated' }]);
  },
  'keeps everything when it is closed and opened again': async (bench) => {
    const id = await bench.submit({ payload: '"kept"' });
    await bench.close(bench.store);
    bench.store = await bench.open();
    assert.equal((await bench.job(id)).payload, '"kept"');
  },
  'keeps everything when its process is killed': async (bench) => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => bench.submit()));
    await bench.crash();
    for (const id of ids) assert.equal((await bench.job(id)).state, 'queued');
  },
  'answers nothing for an id that there is not': async (bench) => {
    assert.equal(await bench.store.get('nobody'), undefined);
    assert.deepEqual(await bench.store.log('nobody', 0, 10), []);
  },
});
