import { viewFor } from '../policy/host-links.ts';
import { type HostView, plainView } from '../policy/policy-paths.ts';
import type { PlacedClient } from './placed-client.ts';
import { viewFromContainer } from './view-from-container.ts';

/** How this process sees the host of an engine; asked once, as neither its place nor the mounts of its container change. */
export async function findHostView(
  docker: PlacedClient & { readonly endpoint: string },
  signal: AbortSignal,
): Promise<HostView> {
  const vantage = await docker.vantage({ signal });
  if (vantage.at === 'host') return viewFor(docker.endpoint);
  if (vantage.at === 'elsewhere') return { ...plainView, sockets: viewFor(docker.endpoint).sockets };
  const { Mounts } = await docker.engine.inspectContainer(vantage.id, { signal });
  return viewFromContainer(docker.endpoint, Mounts);
}
