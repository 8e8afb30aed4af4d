// The public surface, room by room.
export { type Constructor, type InjectionToken, Injector, type ParameterSource, type Provider, sourceDecorator, use } from './di/index.ts';
export { DocktopusError, type ErrorCode, type ErrorFacts, type Issue, isDocktopusError } from './errors/index.ts';
export {
  type BoundPort,
  type ContainerHealth,
  type ContainerSnapshot,
  type ContainerStatus,
  isActive,
  isTerminal,
  isUsable,
  StatusHub,
  type StatusHubOptions,
  statusHub,
  type UntilCondition,
  until,
  watchContainer,
} from './status/index.ts';
