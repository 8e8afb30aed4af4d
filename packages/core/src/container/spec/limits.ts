/** What a container may use at most. */
export interface Limits {
  readonly memoryBytes?: number;
  /** Memory and swap together; −1 for unlimited swap. */
  readonly memorySwapBytes?: number;
  /** What the container is pushed back to when the host is short of memory. */
  readonly memoryReservationBytes?: number;
  /** CPUs, fractions allowed. */
  readonly cpus?: number;
  /** Weight against other containers, 1024 being the usual. */
  readonly cpuShares?: number;
  /** `'0-2'`, `'0,1'` */
  readonly cpuset?: string;
  /** −1 for unlimited. */
  readonly pids?: number;
  /** Size of `/dev/shm`. */
  readonly shmBytes?: number;
  /** Weight of block I/O, 10–1000. */
  readonly blkioWeight?: number;
}
