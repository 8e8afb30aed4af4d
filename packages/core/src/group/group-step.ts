import type { DependencyCondition, SpecChange } from '../container/index.ts';
import type { PlanStep } from './plan-step.ts';

/** What a group does to its containers and their images. */
export type GroupStep =
  | PullStep
  | CreateStep
  | AdoptStep
  | ReplaceStep
  | StartStep
  | WaitStep
  | StopStep
  | RemoveStep;

export interface PullStep extends PlanStep<'pull'> {
  readonly image: string;
  readonly platform: string | undefined;
}

export interface CreateStep extends PlanStep<'create'> {
  /** Whether an earlier step of the plan pulls the image. */
  readonly pulled: boolean;
}

export interface AdoptStep extends PlanStep<'adopt'> {
  readonly containerId: string;
  /** Further containers of the same member, which are removed. */
  readonly removes: readonly string[];
}

export interface ReplaceStep extends PlanStep<'replace'> {
  /** The containers that make room. */
  readonly removes: readonly string[];
  readonly pulled: boolean;
  /** What the new spec changes, as far as the former container tells. */
  readonly changes: readonly SpecChange[];
}

export interface StartStep extends PlanStep<'start'> {
  /** `ready`: a step of the plan waits for the readiness, and until then the start has not succeeded. */
  readonly until: 'started' | 'ready';
}

export interface WaitStep extends PlanStep<'wait'> {
  readonly until: Exclude<DependencyCondition, 'started'>;
}

export interface StopStep extends PlanStep<'stop'> {
  /** @default the container's own stop timeout */
  readonly graceMs: number | undefined;
  /** A removal follows, by force if need be. */
  readonly thenRemoved: boolean;
}

export type RemoveStep = PlanStep<'remove'>;
