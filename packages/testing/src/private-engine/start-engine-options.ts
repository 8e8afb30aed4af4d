/** How a private engine is to be. */
export interface StartEngineOptions {
  /** Images that it has from the start, copied from the engine at `imagesFrom`. @default none */
  readonly images?: readonly string[] | undefined;
  /** @default 'unix:///var/run/docker.sock' */
  readonly imagesFrom?: string | undefined;
  /** Keeps its data on a disk of this size, in memory, that can be filled. @default the machine's disk */
  readonly diskBytes?: number | undefined;
  /** More arguments of `dockerd`: `['--live-restore']`. @default none */
  readonly args?: readonly string[] | undefined;
  /** How long it may take to answer after a start; one that finds many containers takes a second for each. @default 60_000 */
  readonly timeoutMs?: number | undefined;
}
