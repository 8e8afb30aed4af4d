import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

const obedient = 'trap "exit 7" TERM; echo up; while true; do sleep 0.05; done';

export const stopCases = cases('stop', {
  'lets a process end by itself': async (bench) => {
    const id = await bench.shell(obedient);
    await bench.until('up', async () => (await bench.logs(id)).stdout === 'up\n');
    assert.equal(await bench.engine.stopContainer(id), 'stopped');
    const { Status, ExitCode, FinishedAt } = await bench.state(id);
    assert.deepEqual({ Status, ExitCode }, { Status: 'exited', ExitCode: 7 });
    assert.ok(Math.abs(Date.now() - Date.parse(FinishedAt)) < 60_000);
  },
  'kills a process that does not listen, after the grace': async (bench) => {
    const id = await bench.run();
    const started = performance.now();
    assert.equal(await bench.engine.stopContainer(id, { graceSeconds: 1 }), 'stopped');
    assert.ok(performance.now() - started >= 900);
    assert.equal((await bench.state(id)).ExitCode, 137);
  },
  'kills at once without grace': async (bench) => {
    const id = await bench.run();
    const started = performance.now();
    await bench.engine.stopContainer(id, { graceSeconds: 0 });
    assert.ok(performance.now() - started < 5_000);
    assert.equal((await bench.state(id)).Status, 'exited');
  },
  'takes the grace of the container': async (bench) => {
    const id = await bench.run({ StopTimeout: 1 });
    const started = performance.now();
    await bench.engine.stopContainer(id);
    const took = performance.now() - started;
    assert.ok(took >= 900 && took < 8_000, `it took ${took} ms`);
  },
  'sends the stop signal of the container': async (bench) => {
    const id = await bench.shell('trap "exit 9" USR1; echo up; while true; do sleep 0.05; done', {
      StopSignal: 'SIGUSR1',
    });
    await bench.until('up', async () => (await bench.logs(id)).stdout === 'up\n');
    await bench.engine.stopContainer(id);
    assert.equal((await bench.state(id)).ExitCode, 9);
  },
  'ends a process that an init stands before': async (bench) => {
    const id = await bench.shell('echo up; sleep 300', { HostConfig: { Init: true } });
    // Until then the signal may come before the init can take it.
    await bench.until('it has begun', async () => (await bench.logs(id)).stdout === 'up\n');
    const started = performance.now();
    await bench.engine.stopContainer(id, { graceSeconds: 10 });
    assert.ok(performance.now() - started < 8_000);
    assert.equal((await bench.state(id)).ExitCode, 143);
  },
  'answers already-stopped for one that has exited': async (bench) => {
    const { id } = await bench.toEnd('true');
    assert.equal(await bench.engine.stopContainer(id), 'already-stopped');
  },
  'answers already-stopped for one that never ran': async (bench) => {
    assert.equal(await bench.engine.stopContainer(await bench.create()), 'already-stopped');
  },
  'answers gone for one that does not exist': async (bench) => {
    assert.equal(await bench.engine.stopContainer(bench.name()), 'gone');
  },
  'stops a paused container': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    assert.equal(await bench.engine.stopContainer(id, { graceSeconds: 0 }), 'stopped');
    assert.equal((await bench.state(id)).Status, 'exited');
  },
  'does the same for three stops at once': async (bench) => {
    const id = await bench.run();
    const all = await Promise.all([1, 2, 3].map(() => bench.engine.stopContainer(id, { graceSeconds: 0 })));
    assert.ok(all.includes('stopped'));
  },
  'restarts one that runs, as a new process': async (bench) => {
    const id = await bench.run();
    const before = await bench.state(id);
    await bench.engine.restartContainer(id, { graceSeconds: 0 });
    const after = await bench.state(id);
    assert.equal(after.Status, 'running');
    assert.notEqual(after.Pid, before.Pid);
    assert.ok(Date.parse(after.StartedAt) > Date.parse(before.StartedAt));
  },
  'starts one that has exited when asked to restart it': async (bench) => {
    const { id } = await bench.toEnd('test -f /was || { touch /was; exit 0; }; sleep 300');
    await bench.engine.restartContainer(id);
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'refuses to restart what does not exist': async (bench) => {
    await rejects(bench.engine.restartContainer(bench.name()), 'container.not-found');
  },
});
