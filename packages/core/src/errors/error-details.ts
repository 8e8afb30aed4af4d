/** How a container was found after it failed, gathered before anything was cleaned up. */
export interface ContainerFailure {
  /** The engine's id. */
  readonly id: string;
  /** `undefined` when it was gone before it could be examined, `'unknown'` when the engine did not say. */
  readonly status: string | undefined;
  /** `undefined` while it runs, and when it never did. */
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean;
  /** The engine's own words for why it did not start; `undefined` without. */
  readonly engineError: string | undefined;
  /** The last lines that it wrote, 50 at most. */
  readonly lastLines: readonly { readonly stream: 'stdout' | 'stderr'; readonly line: string }[];
}

/** One thing in which what exists is not what was asked for. */
export interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** A step of a build, which is one instruction of the Dockerfile. */
export interface BuildStep {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** `'RUN make'` */
  readonly instruction: string;
}

/** A place where an engine was looked for. */
export interface TriedPlace {
  /** Who named it: `'DOCKER_HOST'`, `'option endpoint'`. */
  readonly source: string;
  readonly endpoint: string | undefined;
  /** Why there was no engine. */
  readonly reason: string;
}

/** The API versions that one side speaks. */
export interface VersionRange {
  readonly oldest: string | undefined;
  readonly newest: string;
}
