import type { NetworkInspect, NetworkOptions, Networks } from '../../engine/index.ts';
import type { Lifetime } from '../../labels/index.ts';

/** The engine's networks. Networks made through it carry the context's labels. */
export interface OwnedNetworks extends Omit<Networks, 'ensure' | 'create'> {
  /** As {@link Networks.ensure}. A network that this context did not make is used, and left to its owner. */
  ensure(name: string, options?: OwnedNetworkOptions): Promise<NetworkInspect>;
  create(name: string, options?: OwnedNetworkOptions): Promise<NetworkInspect>;
}

/** Options of `ctx.networks.ensure()` and `create()`. */
export interface OwnedNetworkOptions extends NetworkOptions {
  /** @default 'session': removed with the context */
  readonly lifetime?: Lifetime | undefined;
}
