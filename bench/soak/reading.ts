/** The resources that a service holds at one moment, after garbage collection. */
export interface Reading {
  readonly lives: number;
  /** Without compiled code. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Timers, servers, sockets and requests that node keeps open. */
  readonly handles: number;
  readonly sockets: number;
  /** Open file descriptors. */
  readonly files: number;
}
