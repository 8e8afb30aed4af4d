import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';

const policy = (Name: 'always' | 'on-failure' | 'unless-stopped' | 'no', MaximumRetryCount = 0) => ({
  HostConfig: { RestartPolicy: { Name, MaximumRetryCount } },
});

/** Fails the first time, then stays. */
const failsOnce = 'test -f /was || { touch /was; exit 1; }; sleep 300';

export const restartPolicyCases = cases('restart policy', {
  'no: leaves it exited': async (bench) => {
    const { id } = await bench.toEnd('exit 1', policy('no'));
    const { RestartCount, State } = await bench.engine.inspectContainer(id);
    assert.deepEqual([RestartCount, State.Status], [0, 'exited']);
  },
  'always: starts it again, and counts': async (bench) => {
    const id = await bench.shell(failsOnce, policy('always'));
    await bench.until('a restart', async () => (await bench.engine.inspectContainer(id)).RestartCount === 1);
    await bench.until('running', async () => (await bench.state(id)).Status === 'running');
  },
  'always: also after success': async (bench) => {
    const id = await bench.shell('exit 0', policy('always'));
    await bench.until('a restart', async () => (await bench.engine.inspectContainer(id)).RestartCount >= 1);
  },
  'unless-stopped: starts it again': async (bench) => {
    const id = await bench.shell(failsOnce, policy('unless-stopped'));
    await bench.until('a restart', async () => (await bench.engine.inspectContainer(id)).RestartCount === 1);
  },
  'on-failure: not after success': async (bench) => {
    const { id } = await bench.toEnd('exit 0', policy('on-failure'));
    const { RestartCount, State } = await bench.engine.inspectContainer(id);
    assert.deepEqual([RestartCount, State.Status], [0, 'exited']);
  },
  'on-failure: as often as it says': async (bench) => {
    const id = await bench.shell('exit 2', policy('on-failure', 2));
    await bench.until('its end', async () => {
      const { RestartCount, State } = await bench.engine.inspectContainer(id);
      return RestartCount === 2 && State.Status === 'exited';
    });
    assert.equal((await bench.state(id)).ExitCode, 2);
  },
  'shows restarting between two runs': async (bench) => {
    const id = await bench.shell('exit 1', policy('always'));
    const { Running, Restarting } = await bench.until('restarting', async () => {
      const state = await bench.state(id);
      return state.Status === 'restarting' && state;
    });
    assert.deepEqual({ Running, Restarting }, { Running: true, Restarting: true });
  },
  'gives way to a stop': async (bench) => {
    const id = await bench.run(policy('always'));
    await bench.engine.stopContainer(id, { graceSeconds: 0 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal((await bench.state(id)).Status, 'exited');
  },
  'gives way to a stop between two runs': async (bench) => {
    const id = await bench.shell('exit 1', policy('always'));
    await bench.until('restarting', async () => (await bench.state(id)).Status === 'restarting');
    await bench.engine.stopContainer(id, { graceSeconds: 0 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal((await bench.state(id)).Status, 'exited');
  },
  'gives way to a kill': async (bench) => {
    const id = await bench.run(policy('always'));
    await bench.engine.killContainer(id);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal((await bench.state(id)).Status, 'exited');
  },
  'can be changed while it runs': async (bench) => {
    const id = await bench.run(policy('always'));
    await bench.engine.updateContainer(id, { RestartPolicy: { Name: 'no' } });
    const { HostConfig } = await bench.engine.inspectContainer(id);
    assert.equal(HostConfig.RestartPolicy?.Name, 'no');
  },
});
