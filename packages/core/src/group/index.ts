export {
  ContainerGroup,
  type GroupSelection,
  type GroupStartOptions,
  type GroupStopOptions,
} from './container-group.ts';
export { ContainerRegistry, unknownContainer } from './container-registry.ts';
export { type ExecuteOptions, type Executors, executePlan } from './execute-plan.ts';
export type { GroupOwner } from './group-owner.ts';
export type {
  AdoptStep,
  CreateStep,
  GroupStep,
  PullStep,
  RemoveStep,
  ReplaceStep,
  StartStep,
  StopStep,
  WaitStep,
} from './group-step.ts';
export { type Plan, type PlanStep, printPlan, type Resource } from './plan-step.ts';
export { resourceExecutors } from './resource-executors.ts';
export type { CreateNetworkStep, CreateVolumeStep, ResourceStep } from './resource-step.ts';
export { startLimiterOf } from './start-limiter.ts';
