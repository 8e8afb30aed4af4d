import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '@docktopus/core';
import { FakeEngine, FaultProxy, Testbed } from '@docktopus/testing';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { opened, thingsIn } from './opened.ts';

testLifecycle({
  name: 'a testbed',
  refusals: ['engine.closed', 'aborted', 'context.closed'],
  make(): Life {
    const testbed = opened(
      () => Testbed.open({ engine: 'fake', fake: { ports: 'none' } }),
      (bed) => bed.close(),
    );
    return {
      ...testbed,
      async use() {
        const bed = await testbed.thing();
        await bed?.docker.engine.ping();
      },
      async held() {
        const fake = (await testbed.thing())?.fake;
        return fake === undefined ? [] : thingsIn(fake).catch(() => []);
      },
    };
  },
});

testLifecycle({
  name: 'a fault proxy',
  refusals: ['engine.unreachable', 'engine.disconnected'],
  async make(): Promise<Life> {
    const folder = await mkdtemp(join(tmpdir(), 'lifecycle-'));
    const fake = new FakeEngine();
    const listening = await fake.listen(join(folder, 'engine.sock'));
    const proxy = opened(
      () => FaultProxy.start(listening.endpoint),
      (started) => started.close(),
    );
    return {
      ...proxy,
      async use() {
        const started = await proxy.thing();
        if (started === undefined) return;
        await using docker = await connectDocker({ endpoint: started.endpoint });
        await docker.engine.ping();
      },
      async held() {
        const started = await proxy.thing();
        return started === undefined || started.connections === 0 ? [] : ['open connections'];
      },
      async dispose() {
        await listening[Symbol.asyncDispose]();
        await fake[Symbol.asyncDispose]();
        await rm(folder, { recursive: true });
      },
    };
  },
});
