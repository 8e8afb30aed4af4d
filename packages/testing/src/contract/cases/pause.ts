import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const pauseCases = cases('pause', {
  'holds a container, and lets it go on': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    const { Status, Paused, Running } = await bench.state(id);
    assert.deepEqual({ Status, Paused, Running }, { Status: 'paused', Paused: true, Running: true });
    await bench.engine.unpauseContainer(id);
    assert.equal((await bench.state(id)).Status, 'running');
  },
  'stops the output of a container': async (bench) => {
    const id = await bench.shell('while true; do echo tick; sleep 0.02; done');
    await bench.until('a tick', async () => (await bench.logs(id)).stdout !== '');
    await bench.engine.pauseContainer(id);
    const before = (await bench.logs(id)).stdout;
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal((await bench.logs(id)).stdout, before);
  },
  'refuses one that does not run': async (bench) => {
    await rejects(bench.engine.pauseContainer(await bench.create()), 'container.not-running');
  },
  'refuses one that is paused': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    await rejects(bench.engine.pauseContainer(id));
  },
  'refuses to unpause one that is not paused': async (bench) => {
    await rejects(bench.engine.unpauseContainer(await bench.run()));
  },
  'refuses to run a command in a paused container': async (bench) => {
    const id = await bench.run();
    await bench.engine.pauseContainer(id);
    await rejects(bench.engine.createExec(id, { Cmd: ['true'] }));
  },
});
