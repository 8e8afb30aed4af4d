import type { BlueprintView } from './blueprint-view.ts';
import type { ContainerView } from './container-view.ts';
import type { EngineView } from './engine-view.ts';
import type { FailureView } from './failure-view.ts';
import type { MemberView } from './family-view.ts';
import type { JobsView } from './jobs-view.ts';
import type { PlanView } from './plan-view.ts';

/** Everything that a board holds, by kind; each kind says what its keys are. */
export interface Resources {
  /** One, with the key `engine`. */
  readonly engine: EngineView;
  /** By name. */
  readonly blueprint: BlueprintView;
  /** By the engine's id. */
  readonly container: ContainerView;
  /** By blueprint. */
  readonly plan: PlanView;
  /** By blueprint, family and key, as one JSON list. */
  readonly member: MemberView;
  /** By blueprint. */
  readonly jobs: JobsView;
  /** By number; the last 50. */
  readonly failure: FailureView;
}

/** What a resource on the board is. */
export type ResourceKind = keyof Resources;

/** One thing on the board as it is now. */
export type Put = { [K in ResourceKind]: { kind: K; key: string; value: Resources[K] } }[ResourceKind];

/** One thing that is no longer on the board. */
export interface Drop {
  readonly kind: ResourceKind;
  readonly key: string;
}

/** How to get from one state of the board to a later one. */
export interface BoardChange {
  /** The state that this leads to. */
  readonly revision: number;
  /** Forget everything first: `put` is all there is. */
  readonly reset: boolean;
  readonly put: readonly Put[];
  readonly drop: readonly Drop[];
}
