import { DockerContext } from '@docktopus/core';
import { declareContainer } from '@docktopus/core/kit';
import { compare, type Figures } from '../harness/compare.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { LABELS, RUN } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';

const CMD = ['sleep', '100000'];
/** As many as two cores start at a time without waiting for each other. */
const AT_ONCE = 4;

/**
 * The start of a context that declares so many containers, beside as many pairs of create and start, as many at a time and all
 * at once. What is removed afterwards is not counted.
 */
export function startContext(count: number, rounds: number): Promise<readonly Figures[]> {
  const raw = new RawEngine();
  class Fleet extends DockerContext {}
  for (let place = 0; place < count; place += 1) {
    declareContainer(Fleet.prototype, `box${place}`, (c) =>
      c.image(IMAGE).cmd(CMD).labels(LABELS).networks('host').stopSignal('SIGKILL').pull('never'),
    );
  }
  const inParallel = async (atOnce: number, work: () => Promise<unknown>) => {
    let left = count;
    const worker = async () => {
      while (left-- > 0) await work();
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
  const pairs = async (atOnce: number) => {
    const ids: string[] = [];
    const body = { Image: IMAGE, Cmd: CMD, Labels: LABELS, HostConfig: { NetworkMode: 'host' } };
    const begun = performance.now();
    await inParallel(atOnce, async () => {
      const { Id } = await raw.json<{ Id: string }>('POST', '/containers/create', body);
      await raw.call('POST', `/containers/${Id}/start`);
      ids.push(Id);
    });
    const ms = performance.now() - begun;
    await inParallel(AT_ONCE, () => raw.call('DELETE', `/containers/${ids.pop()}?force=true&v=true`));
    return ms;
  };
  return compare(
    [
      { name: `engine API with node:http, ${AT_ONCE} at a time`, round: () => pairs(AT_ONCE) },
      {
        name: 'docktopus, a context',
        round: async () => {
          const begun = performance.now();
          const ctx = await Fleet.connect({
            endpoint: `unix://${engineSocket()}`,
            cleanup: 'none',
            config: { name: RUN, strict: 'off', shutdownGraceMs: 0, progress: 'off' },
            configSources: { args: false, env: false, envFile: false, file: false },
          });
          const ms = performance.now() - begun;
          await ctx.close();
          return ms;
        },
      },
      {
        name: 'engine API with node:http, all at once',
        round: () => pairs(count),
        close: () => raw.close(),
      },
    ],
    { rounds, warmup: 0 },
  );
}
