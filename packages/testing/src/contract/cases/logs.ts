import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const logCases = cases('logs', {
  'keep the two streams of output apart': async (bench) => {
    const { stdout, stderr } = await bench.toEnd('echo out; echo err >&2');
    assert.deepEqual({ stdout, stderr }, { stdout: 'out\n', stderr: 'err\n' });
  },
  'give one stream alone': async (bench) => {
    const { id } = await bench.toEnd('echo out; echo err >&2');
    assert.deepEqual(await bench.logs(id, { stderr: false }), { stdout: 'out\n', stderr: '' });
    assert.deepEqual(await bench.logs(id, { stdout: false }), { stdout: '', stderr: 'err\n' });
  },
  'give the last lines': async (bench) => {
    const { id } = await bench.toEnd('seq 1 10');
    assert.equal((await bench.logs(id, { tail: 2 })).stdout, '9\n10\n');
  },
  'give more lines than there are as all of them': async (bench) => {
    const { id } = await bench.toEnd('seq 1 3');
    assert.equal((await bench.logs(id, { tail: 100 })).stdout, '1\n2\n3\n');
  },
  'give nothing of the past with a tail of 0': async (bench) => {
    const { id } = await bench.toEnd('seq 1 3');
    assert.equal((await bench.logs(id, { tail: 0 })).stdout, '');
  },
  'give what came since a moment': async (bench) => {
    const id = await bench.shell('echo old; sleep 1.2; echo new');
    await bench.engine.waitContainer(id);
    const { stdout } = await bench.logs(id, { timestamps: true });
    const moment = Date.parse(stdout.split('\n')[1]?.split(' ')[0] ?? '') / 1000 - 0.5;
    assert.equal((await bench.logs(id, { since: moment })).stdout, 'new\n');
  },
  'give what came until a moment': async (bench) => {
    const id = await bench.shell('echo old; sleep 1.2; echo new');
    await bench.engine.waitContainer(id);
    const { stdout } = await bench.logs(id, { timestamps: true });
    const moment = Date.parse(stdout.split('\n')[1]?.split(' ')[0] ?? '') / 1000 - 0.5;
    assert.equal((await bench.logs(id, { until: moment })).stdout, 'old\n');
  },
  'put the time before each line, when asked to': async (bench) => {
    const { id } = await bench.toEnd('echo one; echo two');
    const lines = (await bench.logs(id, { timestamps: true })).stdout.trimEnd().split('\n');
    assert.equal(lines.length, 2);
    for (const line of lines)
      assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(Z|[+-]\d\d:\d\d) (one|two)$/);
  },
  'follow until the process ends': async (bench) => {
    const id = await bench.shell('echo one; sleep 0.3; echo two; sleep 0.3; echo three');
    assert.equal((await bench.logs(id, { follow: true })).stdout, 'one\ntwo\nthree\n');
  },
  'follow what comes, not what was, with a tail of 0': async (bench) => {
    const id = await bench.shell('echo one; sleep 1; echo two');
    await bench.until('one', async () => (await bench.logs(id)).stdout === 'one\n');
    assert.equal((await bench.logs(id, { follow: true, tail: 0 })).stdout, 'two\n');
  },
  'end at once when there is nothing left to follow': async (bench) => {
    const { id } = await bench.toEnd('echo done');
    assert.equal((await bench.logs(id, { follow: true, timeoutMs: 5_000 } as object)).stdout, 'done\n');
  },
  'are empty for one that never ran': async (bench) => {
    assert.deepEqual(await bench.logs(await bench.create()), { stdout: '', stderr: '' });
  },
  'keep a last line without an end': async (bench) => {
    assert.equal((await bench.toEnd('printf "no end"')).stdout.trimEnd(), 'no end');
  },
  'keep every byte of a long line': async (bench) => {
    const { stdout } = await bench.toEnd('printf "%050000d\\n" 7');
    assert.equal(stdout.length, 50_001);
    assert.match(stdout, /^0+7\n$/);
  },
  'are one stream with a terminal': async (bench) => {
    const { stdout, stderr } = await bench.toEnd('echo out; echo err >&2', { Tty: true });
    assert.equal(stderr, '');
    assert.match(stdout, /out\r?\nerr\r?\n/);
  },
  'go on after a restart': async (bench) => {
    const { id } = await bench.toEnd('echo again');
    await bench.engine.startContainer(id);
    await bench.engine.waitContainer(id);
    assert.equal((await bench.logs(id)).stdout, 'again\nagain\n');
  },
  'refuse what does not exist': async (bench) => {
    await rejects(bench.logs(bench.name()), 'container.not-found');
  },
});
