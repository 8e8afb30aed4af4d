/** What a container used at one moment. */
export interface ContainerStats {
  readonly at: Date;
  /** Of one CPU since the reading before: 100 is one CPU in full use, 250 two and a half. */
  readonly cpuPercent: number;
  /** CPU time since the start, in nanoseconds. */
  readonly cpuTotalNs: number;
  /** Without the page cache that the kernel can take back. */
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Sums over all networks; 0 without one. */
  readonly networkReceivedBytes: number;
  readonly networkSentBytes: number;
  readonly blockReadBytes: number;
  readonly blockWrittenBytes: number;
  readonly pids: number;
}
