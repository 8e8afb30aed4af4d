export { ContainerGroup } from './container-group.ts';
export { ContainerRegistry, unknownContainer } from './container-registry.ts';
export { type Executors, executePlan } from './execute-plan.ts';
export type { GroupOwner } from './group-owner.ts';
export type { GroupStep } from './group-step.ts';
export { type Plan, type PlanStep, printPlan } from './plan-step.ts';
export { resourceExecutors } from './resource-executors.ts';
export type { ResourceStep } from './resource-step.ts';
export { startLimiterOf } from './start-limiter.ts';
