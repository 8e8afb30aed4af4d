export { type Clock, systemClock } from './clock.ts';
export type { BoundPort, ContainerHealth, ContainerSnapshot } from './container-snapshot.ts';
export {
  type ContainerStatus,
  inspectedStatus,
  isActive,
  isTerminal,
  isUsable,
  toContainerStatus,
} from './container-status.ts';
export type { HubOptions } from './hub/hub-options.ts';
export { ResourceHub } from './hub/resource-hub.ts';
export type { ListedResource, ResourceKind, ResourceSnapshot } from './hub/resource-kind.ts';
export { type StatusEngine, StatusHub } from './hub/status-hub.ts';
export { sameState } from './same-state.ts';
export { noContainer, toSnapshot } from './to-snapshot.ts';
export { type UntilCondition, until } from './until.ts';
export { shareStatusHub, statusHub, watchContainer } from './watch-container.ts';
