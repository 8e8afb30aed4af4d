/** How a container ended. */
export interface ContainerExit {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own words when it ended for a reason of the engine's. */
  readonly error?: string;
}
