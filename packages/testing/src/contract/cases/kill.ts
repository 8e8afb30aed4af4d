import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const killCases = cases('kill', {
  'ends a process with 137': async (bench) => {
    const id = await bench.run();
    assert.equal(await bench.engine.killContainer(id), 'killed');
    const { statusCode } = await bench.engine.waitContainer(id);
    assert.equal(statusCode, 137);
    const { Status, OOMKilled } = await bench.state(id);
    assert.deepEqual({ Status, OOMKilled }, { Status: 'exited', OOMKilled: false });
  },
  'delivers the signal that is asked for': async (bench) => {
    const id = await bench.shell('trap "echo hup" HUP; echo up; while true; do sleep 0.05; done');
    await bench.until('up', async () => (await bench.logs(id)).stdout === 'up\n');
    await bench.engine.killContainer(id, { unixSignal: 'SIGHUP' });
    await bench.until('hup', async () => (await bench.logs(id)).stdout === 'up\nhup\n');
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'lets the first process ignore what it has no answer to': async (bench) => {
    const id = await bench.run();
    await bench.engine.killContainer(id, { unixSignal: 'SIGTERM' });
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'refuses a signal that does not exist': async (bench) => {
    await rejects(bench.engine.killContainer(await bench.run(), { unixSignal: 'SIGNOPE' }));
  },
  'answers not-running for one that has exited': async (bench) => {
    const { id } = await bench.toEnd('true');
    assert.equal(await bench.engine.killContainer(id), 'not-running');
  },
  'answers gone for one that does not exist': async (bench) => {
    assert.equal(await bench.engine.killContainer(bench.name()), 'gone');
  },
});
