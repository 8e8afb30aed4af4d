import { connectDocker } from '@docktopus/core';
import type { FakeEngine } from '@docktopus/testing';

/** What `open()` brings to life: an end while it opens aborts it. */
export function opened<T>(open: (signal: AbortSignal) => Promise<T>, close: (thing: T) => Promise<unknown>) {
  const ending = new AbortController();
  let opening: Promise<T> | undefined;
  return {
    start: () => {
      opening ??= open(ending.signal);
      return opening;
    },
    thing: () => opening,
    async end() {
      ending.abort();
      const thing = await opening?.catch(() => undefined);
      if (thing !== undefined) await close(thing);
    },
  };
}

/** The containers and networks that are in the engine. */
export async function thingsIn(fake: FakeEngine): Promise<readonly string[]> {
  await using docker = await connectDocker({ transport: fake });
  const containers = await docker.engine.listContainers({ all: true });
  const networks = await docker.networks.list();
  return [
    ...containers.map(({ Names }) => `container ${Names[0]}`),
    ...networks
      .filter(({ Name }) => !['bridge', 'host', 'none'].includes(Name))
      .map(({ Name }) => `network ${Name}`),
  ];
}
