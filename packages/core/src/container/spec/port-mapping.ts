export type PortProtocol = 'tcp' | 'udp' | 'sctp';

/** A published port. */
export interface PortMapping {
  readonly containerPort: number;
  readonly protocol: PortProtocol;
  /** @default '127.0.0.1' */
  readonly hostIp: string;
  /** `0` for any free one. */
  readonly hostPort: number;
  /** Any free one from `hostPort` to this. */
  readonly hostPortEnd?: number;
}
