import type { Invocation } from '../invocation/invocation.ts';
import { actOnContainers, type StopOptions } from './stop.ts';

/** `docktopus restart` */
export async function run(invocation: Invocation<StopOptions>): Promise<undefined> {
  await actOnContainers(invocation, 'restart', (docker, id, signal) =>
    docker.engine.restartContainer(id, { signal }),
  );
}
