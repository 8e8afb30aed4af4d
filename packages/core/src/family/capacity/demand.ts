/** What a member takes up of its family's capacity. */
export interface Demand {
  /** Its processes run, or are about to. */
  readonly awake: boolean;
  /** It is on its way up. */
  readonly starting: boolean;
  readonly memoryBytes: number;
  /** The group that it counts in, when the family has such a limit. */
  readonly group: string | undefined;
  /** The network that it takes up a port of while it is awake. */
  readonly bridge: string | undefined;
}

export const NO_DEMAND: Demand = {
  awake: false,
  starting: false,
  memoryBytes: 0,
  group: undefined,
  bridge: undefined,
};

/** The limit that keeps a member out, and how full it is. */
export interface Shortage {
  readonly limit: 'running' | 'starting' | 'memory' | 'per' | 'network' | 'waiting';
  readonly most: number;
  readonly inUse: number;
  /** Of `per`. */
  readonly group?: string | undefined;
  /** Of `network`. */
  readonly bridge?: string | undefined;
}
