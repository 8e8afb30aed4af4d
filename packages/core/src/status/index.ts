export { type Clock, systemClock } from './clock.ts';
export type { BoundPort, ContainerHealth, ContainerSnapshot } from './container-snapshot.ts';
export {
  type ContainerStatus,
  isActive,
  isTerminal,
  isUsable,
  toContainerStatus,
} from './container-status.ts';
export { type StatusEngine, StatusHub } from './hub/status-hub.ts';
export type { StatusHubOptions } from './hub/status-hub-options.ts';
export { sameState } from './same-state.ts';
export { noContainer, toSnapshot } from './to-snapshot.ts';
export { type UntilCondition, until } from './until.ts';
export { statusHub, watchContainer } from './watch-container.ts';
