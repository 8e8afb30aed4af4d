/** A network that a container is on. */
export interface NetworkAttachment {
  /** A network's name or id, or a mode: `'bridge'`, `'host'`, `'none'`, `'container:<name>'`. */
  readonly name: string;
  /** Further names of the container on this network. */
  readonly aliases?: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
  readonly linkLocalIps?: readonly string[];
  /** From API 1.44. */
  readonly macAddress?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
}
