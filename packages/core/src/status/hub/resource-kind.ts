import type { EngineEvent } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';

/** What is known of one thing in the engine at one moment, as far as the hub needs to know it. */
export interface ResourceSnapshot {
  readonly id: string | undefined;
  /** In a word; `undefined` when the thing does not exist. */
  readonly status: string | undefined;
  /** The engine is away: this is what was last known. */
  readonly stale: boolean;
  /** Grows with every change that is seen here. */
  readonly version: number;
}

/** One entry of a list. A list may lag behind inspect, so its status only decides what is looked at first. */
export interface ListedResource {
  readonly id: string;
  readonly status: string;
}

/** How a {@link ResourceHub} looks at one kind of thing: containers, or the services and nodes of a swarm. */
export interface ResourceKind<S extends ResourceSnapshot, Inspect> {
  /** The type of its events, and the first part of its `not-found` code. */
  readonly kind: 'container' | 'service' | 'node';
  /** @throws DocktopusError `<kind>.not-found` */
  inspect(id: string, options: CallOptions): Promise<Inspect>;
  list(options: CallOptions): Promise<readonly ListedResource[]>;
  /**
   * Pure. The snapshot of what was inspected, or of a thing that does not exist.
   *
   * @param previous the snapshot that it follows: returned itself when nothing has changed, else its version grows.
   */
  toSnapshot(id: string, inspect: Inspect | undefined, previous: S | undefined): S;
  /** Whether two snapshots say the same; their versions do not count. */
  sameState(one: S, other: S): boolean;
  /** Whether an event can mean that a snapshot has changed. When in doubt it can. */
  mayChange(event: EngineEvent): boolean;
}
