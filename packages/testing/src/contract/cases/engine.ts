import assert from 'node:assert/strict';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const engineCases = cases('engine', {
  'gives a sign of life': async (bench) => {
    await bench.engine.ping();
  },
  'says who it is': async (bench) => {
    const { version, apiVersion, os, arch } = await bench.engine.version();
    assert.match(version, /^\d+\.\d+/);
    assert.match(apiVersion, /^1\.\d+$/);
    assert.equal(os, 'linux');
    assert.notEqual(arch, '');
  },
  'answers many at once': async (bench) => {
    await Promise.all(Array.from({ length: 20 }, () => bench.engine.ping()));
  },
  'refuses a call whose caller has aborted': async (bench) => {
    await rejects(bench.engine.version({ signal: AbortSignal.abort() }), 'aborted');
  },
  'gives the sizes of a running container': async (bench) => {
    const samples = await bench.engine.containerStats(await bench.run(), {
      stream: false,
      timeoutMs: 20_000,
    });
    for await (const sample of samples) {
      assert.ok('cpu_stats' in sample && 'memory_stats' in sample);
      return;
    }
    assert.fail('there was no sample');
  },
  'takes new limits for a container': async (bench) => {
    const id = await bench.create();
    await bench.engine.updateContainer(id, { CpuShares: 512 });
    assert.equal((await bench.engine.inspectContainer(id)).HostConfig.CpuShares, 512);
  },
  'refuses new limits for what does not exist': async (bench) => {
    await rejects(bench.engine.updateContainer(bench.name(), { CpuShares: 512 }), 'container.not-found');
  },
});
