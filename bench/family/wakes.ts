import { type ContainerFamily, DockerContext } from '@docktopus/core';
import { type Contender, compare, type Figures } from '../harness/compare.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { LABELS, RUN } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';
import { rounds } from '../harness/rounds.ts';

/** From `use()` of a member that sleeps until it is there, beside the bare call that wakes a container. */
export async function wakeFigures(): Promise<readonly (readonly Figures[])[]> {
  await using ctx = await DockerContext.connect({
    endpoint: `unix://${engineSocket()}`,
    config: { name: RUN, strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = () =>
    ctx.container(IMAGE).cmd(['sleep', '1000']).networks('none').labels(LABELS).stopTimeout(0);
  const family = ctx.family<string>('box', box, { idle: 'never' });
  const raw = new RawEngine();
  const { Id } = await raw.json<{ Id: string }>('POST', '/containers/create', {
    Image: IMAGE,
    Cmd: ['sleep', '1000'],
    Labels: LABELS,
    HostConfig: { NetworkMode: 'none' },
  });
  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const bare = (name: string, wake: string, sleep: string): Contender => ({
    name,
    round: async () => {
      const ms = await timed(() => raw.call('POST', `/containers/${Id}/${wake}`));
      await raw.call('POST', `/containers/${Id}/${sleep}`);
      return ms;
    },
  });
  const used = (name: string, sleep: (family: ContainerFamily<string>) => Promise<void>): Contender => ({
    name,
    round: async () => {
      const ms = await timed(async () => (await family.use('acme')).release());
      await sleep(family);
      return ms;
    },
  });
  const pause = async () => {
    const { id = '' } = (await family.get('acme')) ?? {};
    await ctx.docker.engine.pauseContainer(id);
    while ((await family.get('acme'))?.state !== 'paused')
      await new Promise((resolve) => setImmediate(resolve));
  };
  const pooled = ctx.family<string>('warm', box, { idle: 'never', pool: { ready: 1 } });
  (await pooled.use('first')).release();
  const isFull = async () => {
    while (pooled.health.warm?.ready !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await isFull();
  let keys = 0;
  const warm: Contender = {
    name: 'new: docktopus, use() with a pool',
    round: async () => {
      keys += 1;
      const ms = await timed(async () => (await pooled.use(`k${keys}`)).release());
      await pooled.remove(`k${keys}`, { graceMs: 0 });
      await isFull();
      return ms;
    },
  };
  const removed = used('new: docktopus, use()', () => family.remove('acme', { graceMs: 0 }));
  const created: Contender = {
    name: 'new: engine API, create and start',
    round: async () => {
      let id = '';
      const ms = await timed(async () => {
        const body = {
          Image: IMAGE,
          Cmd: ['sleep', '1000'],
          Labels: LABELS,
          HostConfig: { NetworkMode: 'none' },
        };
        ({ Id: id } = await raw.json<{ Id: string }>('POST', '/containers/create', body));
        await raw.call('POST', `/containers/${id}/start`);
      });
      await raw.call('DELETE', `/containers/${id}?force=true`);
      return ms;
    },
  };
  const count = rounds(30, 1);
  const stopped = await compare(
    [
      bare('stopped: engine API, start', 'start', 'stop?t=0'),
      used('stopped: docktopus, use()', () => family.stop('acme', { graceMs: 0 })),
    ],
    { rounds: count },
  );
  await raw.call('POST', `/containers/${Id}/start`);
  await raw.call('POST', `/containers/${Id}/pause`);
  (await family.use('acme')).release();
  await pause();
  const paused = await compare(
    [bare('paused: engine API, unpause', 'unpause', 'pause'), used('paused: docktopus, use()', pause)],
    { rounds: count },
  );
  await family.remove('acme', { graceMs: 0 });
  const fresh = await compare([created, removed, warm], { rounds: rounds(15, 1) });
  raw.close();
  return [paused, stopped, fresh];
}
