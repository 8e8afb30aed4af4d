import type { CreateContainerBody, EndpointSettings } from '../../engine/index.ts';
import { endpointSettings, isNetworkMode, type NetworkAttachment } from '../options/networks.ts';
import type { Slot } from '../slot/slot.ts';

/** Connects the slot's container to `networks`, one after the other; being in a network already is fine. */
export async function connectNetworks(
  slot: Slot,
  id: string,
  networks: readonly NetworkAttachment[],
  signal: AbortSignal,
): Promise<void> {
  const { docker, aliases } = slot;
  for (const network of networks) {
    // The engine "connects" a stopped container to any name, and its start fails later.
    await docker.networks.inspect(network.name, { signal });
    const settings = withAliases(endpointSettings(network), aliases);
    await docker.networks.connect(network.name, id, { settings, signal });
  }
}

/**
 * Connects a stopped container to networks that were removed and made again under the same names: it knows the former
 * ones by their ids, and could never start again.
 *
 * @throws DocktopusError `network.not-found` for a network that does not exist now.
 */
export async function reconnectNetworks(slot: Slot, id: string, signal: AbortSignal): Promise<void> {
  const networks = (slot.spec?.networks ?? []).filter(({ name }) => !isNetworkMode(name));
  for (const { name } of networks) await slot.docker.networks.disconnect(name, id, { force: true, signal });
  await connectNetworks(slot, id, networks, signal);
}

/** The body of a create call with the slot's aliases on the network that is in it. */
export function withSlotAliases(
  body: CreateContainerBody | undefined,
  { aliases }: Slot,
): CreateContainerBody | undefined {
  const endpoints = body?.NetworkingConfig?.EndpointsConfig;
  if (!endpoints || aliases.length === 0) return body;
  const named = Object.entries(endpoints).map(([name, settings]) => [name, withAliases(settings, aliases)]);
  return {
    ...body,
    NetworkingConfig: { ...body?.NetworkingConfig, EndpointsConfig: Object.fromEntries(named) },
  };
}

function withAliases(settings: EndpointSettings, aliases: readonly string[]): EndpointSettings {
  return aliases.length === 0
    ? settings
    : { ...settings, Aliases: [...new Set([...(settings.Aliases ?? []), ...aliases])] };
}
