import type { FakeContainers } from './containers/fake-containers.ts';
import type { FakeHost } from './containers/fake-host.ts';
import { archiveRoutes } from './routes/archive-routes.ts';
import { attachRoutes } from './routes/attach-routes.ts';
import { containerReadRoutes } from './routes/container-read-routes.ts';
import { execRoutes } from './routes/exec-routes.ts';
import { imageRoutes } from './routes/image-routes.ts';
import { lifecycleRoutes } from './routes/lifecycle-routes.ts';
import { networkRoutes } from './routes/network-routes.ts';
import { systemRoutes } from './routes/system-routes.ts';
import { volumeRoutes } from './routes/volume-routes.ts';

/** Everything that the engine in memory answers, by operation. */
export function routesOf(
  host: FakeHost,
  containers: FakeContainers,
  pullFailure: Parameters<typeof imageRoutes>[2],
) {
  return {
    ...systemRoutes(host, containers),
    ...containerReadRoutes(containers, host),
    ...lifecycleRoutes(containers),
    ...attachRoutes(containers),
    ...execRoutes(containers),
    ...archiveRoutes(containers),
    ...imageRoutes(host.images, containers, pullFailure),
    ...networkRoutes(host.networks, containers),
    ...volumeRoutes(host.volumes),
  };
}

/** What faults are aimed at: one call of the engine, or `'*'` for each of them. */
export type FakeOperation = keyof ReturnType<typeof routesOf> | '*';
