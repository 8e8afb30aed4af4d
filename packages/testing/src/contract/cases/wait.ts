import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const waitCases = cases('wait', {
  'answers with the exit code': async (bench) => {
    const id = await bench.shell('sleep 0.2; exit 5');
    assert.equal((await bench.engine.waitContainer(id)).statusCode, 5);
  },
  'answers at once for one that has exited': async (bench) => {
    const { id } = await bench.toEnd('exit 6');
    assert.equal((await bench.engine.waitContainer(id, { timeoutMs: 5_000 })).statusCode, 6);
  },
  'answers at once with 0 for one that never ran': async (bench) => {
    const id = await bench.create();
    assert.equal((await bench.engine.waitContainer(id, { timeoutMs: 5_000 })).statusCode, 0);
  },
  'answers every caller': async (bench) => {
    const id = await bench.shell('sleep 0.3; exit 4');
    const all = await Promise.all([1, 2, 3].map(() => bench.engine.waitContainer(id)));
    assert.deepEqual(
      all.map(({ statusCode }) => statusCode),
      [4, 4, 4],
    );
  },
  'waits for the next exit of one that has exited before': async (bench) => {
    const { id } = await bench.toEnd('test -f /was || { touch /was; exit 1; }; sleep 0.2; exit 2');
    const waiting = bench.engine.waitContainer(id, { condition: 'next-exit', timeoutMs: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await bench.engine.startContainer(id);
    assert.equal((await waiting).statusCode, 2);
  },
  'waits for the removal': async (bench) => {
    const { id } = await bench.toEnd('exit 3');
    const waiting = bench.engine.waitContainer(id, { condition: 'removed', timeoutMs: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await bench.engine.removeContainer(id);
    assert.equal((await waiting).statusCode, 3);
  },
  'gives the exit code of a container that removes itself': async (bench) => {
    const id = await bench.create({
      Cmd: ['sh', '-c', 'sleep 0.3; exit 8'],
      HostConfig: { AutoRemove: true },
    });
    await bench.engine.startContainer(id);
    assert.equal((await bench.engine.waitContainer(id, { condition: 'removed' })).statusCode, 8);
  },
  'refuses what does not exist': async (bench) => {
    await rejects(bench.engine.waitContainer(bench.name()), 'container.not-found');
  },
  'ends when the caller aborts': async (bench) => {
    const id = await bench.run();
    const signal = AbortSignal.timeout(100);
    await rejects(bench.engine.waitContainer(id, { signal }), 'aborted');
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'ends when its time is up': async (bench) => {
    await rejects(bench.engine.waitContainer(await bench.run(), { timeoutMs: 100 }), 'timeout');
  },
});
