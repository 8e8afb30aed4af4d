import type { Docker } from '../../engine/index.ts';
import type { NetworkAttachment } from '../options/networks.ts';
import { endpointSettings } from '../options/networks.ts';

/** Connects the container to `networks`, one after the other; being in a network already is fine. */
export async function connectNetworks(
  docker: Docker,
  id: string,
  networks: readonly NetworkAttachment[],
  signal: AbortSignal,
): Promise<void> {
  for (const network of networks) {
    // The engine "connects" a stopped container to any name, and its start fails later.
    await docker.networks.inspect(network.name, { signal });
    await docker.networks.connect(network.name, id, { settings: endpointSettings(network), signal });
  }
}
