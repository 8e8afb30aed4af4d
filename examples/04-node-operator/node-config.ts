import { z } from 'zod';

/** What can be said about a node. Whether the node likes it, the node alone knows. */
export const NodeConfig = z.object({
  network: z.string().regex(/^[a-z0-9-]+$/),
  peers: z.number().int().min(0),
});

export type NodeConfig = z.infer<typeof NodeConfig>;

export const FIRST_CONFIG: NodeConfig = { network: 'testnet', peers: 8 };

/** As the node reads it. */
export function toText({ network, peers }: NodeConfig): string {
  return `network=${network}\npeers=${peers}\n`;
}
