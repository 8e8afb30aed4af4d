import type { Docker } from '../../engine/index.ts';
import { endpointSettings } from '../create-body/network-endpoint.ts';
import type { NetworkAttachment } from '../spec/network-attachment.ts';

/** Connects the container to `networks`, one after the other; one that it is in already is fine. */
export async function connectNetworks(
  docker: Docker,
  id: string,
  networks: readonly NetworkAttachment[],
  signal: AbortSignal,
): Promise<void> {
  for (const network of networks) {
    // A container that does not run is "connected" to whatever name one gives, and fails when it is started.
    await docker.networks.inspect(network.name, { signal });
    await docker.networks.connect(network.name, id, { settings: endpointSettings(network), signal });
  }
}
