// The public surface, room by room: a reading list. Everything else is out of reach.

export {
  BlueprintEnvironment,
  CONFIGURATION,
  type ConfigSource,
  Configuration,
  config,
  EnvironmentSchema,
  type Fields,
  type FieldValues,
  type Infer,
  type LoadConfigOptions,
  loadConfig,
  Secret,
  secret,
  type ValueDecorator,
} from './config/index.ts';
export {
  type Constructor,
  type InjectionToken,
  Injector,
  methodParameters,
  type ParameterSource,
  type Provider,
  type SourceDecorator,
  sourceDecorator,
  tokenName,
  use,
} from './di/index.ts';
export type { EngineRequest, EngineResponse, EngineTransport } from './engine/transport/engine-transport.ts';
export {
  DocktopusError,
  type ErrorCode,
  type ErrorFacts,
  type Issue,
  invalid,
  isDocktopusError,
  nearest,
  printable,
} from './errors/index.ts';
export {
  abortable,
  allErrors,
  type CallOptions,
  type Closeable,
  type Deadline,
  delay,
  Scope,
  startDeadline,
} from './scope/index.ts';
export {
  type BoundPort,
  type ContainerHealth,
  type ContainerSnapshot,
  type ContainerStatus,
  isActive,
  isTerminal,
  isUsable,
  type StatusEngine,
  StatusHub,
  type StatusHubOptions,
  statusHub,
  type UntilCondition,
  until,
  watchContainer,
} from './status/index.ts';
