export type { BlueprintView, SessionView } from './blueprint-view.ts';
export { Board, type BoardWriter } from './board.ts';
export type { ContainerView, PortView } from './container-view.ts';
export type { EngineView } from './engine-view.ts';
export type { FailureView } from './failure-view.ts';
export type { MemberView } from './family-view.ts';
export type { JobCounts, JobsView } from './jobs-view.ts';
export type { PlanStepView, PlanView } from './plan-view.ts';
export type { BoardChange, Drop, Put, ResourceKind, Resources } from './resource.ts';
