import type { CallOptions } from '../../scope/index.ts';
import type { Filters } from '../engine.ts';
import type { EndpointSettings } from '../model/create-container-body.ts';

/** The engine's networks. */
export interface Networks {
  /**
   * Makes sure that a network `name` exists and fits, even if others do the same at the same time. An existing one
   * is checked: driver, driver options, internal, IPv6 and subnets; labels are not.
   *
   * @throws DocktopusError `engine.conflict` when another one of this name differs; `details.differences` says where.
   */
  ensure(name: string, options?: NetworkOptions): Promise<NetworkInspect>;
  /** @throws DocktopusError `name.in-use` */
  create(name: string, options?: NetworkOptions): Promise<NetworkInspect>;
  /** @throws DocktopusError `network.not-found` */
  inspect(idOrName: string, options?: CallOptions): Promise<NetworkInspect>;
  /** Connects a container; one that is connected already stays as it is. */
  connect(
    idOrName: string,
    container: string,
    options?: CallOptions & {
      readonly aliases?: readonly string[] | undefined;
      /** Everything else that the engine knows about an endpoint. */
      readonly settings?: EndpointSettings | undefined;
    },
  ): Promise<'connected' | 'already-connected'>;
  disconnect(
    idOrName: string,
    container: string,
    options?: CallOptions & { readonly force?: boolean | undefined },
  ): Promise<'disconnected' | 'not-connected'>;
  /** @throws DocktopusError `network.in-use` while containers are in it. */
  remove(idOrName: string, options?: CallOptions): Promise<'removed' | 'gone'>;
  list(
    options?: CallOptions & { readonly filters?: Filters | undefined },
  ): Promise<readonly NetworkInspect[]>;
}

/** Options of `docker.networks.create()` and `ensure()`. */
export interface NetworkOptions extends CallOptions {
  /** @default 'bridge' */
  readonly driver?: string | undefined;
  readonly driverOptions?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Without a way out. @default false */
  readonly internal?: boolean | undefined;
  /** @default false */
  readonly attachable?: boolean | undefined;
  /** @default false */
  readonly ipv6?: boolean | undefined;
  /** From API 1.47. @default true */
  readonly ipv4?: boolean | undefined;
  /** `'172.30.0.0/16'`. @default the engine chooses free ones */
  readonly subnets?: readonly NetworkSubnet[] | undefined;
  /** The plugin that gives out addresses, and its options. @default the engine's own */
  readonly addressDriver?:
    | { readonly name: string; readonly options?: Readonly<Record<string, string>> }
    | undefined;
}

/** One range of addresses of a network. */
export interface NetworkSubnet {
  readonly subnet: string;
  readonly gateway?: string | undefined;
  readonly ipRange?: string | undefined;
  /** Addresses that containers do not get, by the names of what has them. */
  readonly reserved?: Readonly<Record<string, string>> | undefined;
}

/** What `GET /networks/{id}` answers, as far as we rely on it. */
export interface NetworkInspect {
  readonly Id: string;
  readonly Name: string;
  readonly Created?: string;
  readonly Driver: string;
  readonly Scope: string;
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly EnableIPv6: boolean;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly IPAM: {
    readonly Config:
      | readonly { readonly Subnet?: string; readonly Gateway?: string; readonly IPRange?: string }[]
      | null;
  };
  /** By container id; absent in lists. */
  readonly Containers?: Readonly<
    Record<string, { readonly Name: string; readonly IPv4Address: string }>
  > | null;
}
