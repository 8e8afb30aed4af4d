import 'reflect-metadata';
import { type Container, DockerContext } from '@docktopus/core';
import { LABELS, RUN } from '../harness/own-containers.ts';
import type { Launch } from './way.ts';

/** Containers are started so many at a time: more take longer. */
const AT_ONCE = 4;

/** A context that has made the containers, and whose `status$` says what they do. */
export const docktopusWay: Launch = async (image, onEnd) => {
  const ctx = await DockerContext.connect({
    cleanup: 'none',
    config: { name: RUN, strict: 'off', shutdownGraceMs: 0, progress: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = ctx
    .container(image)
    .cmd(['sleep', '100000'])
    .labels(LABELS)
    .networks('host')
    .stopSignal('SIGKILL')
    .pull('never');
  const containers: Container[] = [];
  const dead = new Set<Container>();
  const create = async () => {
    const container = await box.create();
    await container.start({ until: 'started' });
    containers.push(container);
    container.status$.subscribe((status) => {
      if (status !== 'exited') return;
      dead.add(container);
      onEnd(container.id ?? '');
    });
  };
  return {
    grow: async (count) => {
      for (const container of dead) await container.start({ until: 'started' });
      dead.clear();
      let missing = count - containers.length;
      const worker = async () => {
        while (missing-- > 0) await create();
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      return containers.map(({ id }) => id ?? '');
    },
    // Its engine goes with everything that is on it.
    close: async () => undefined,
  };
};
