// What the author of a blueprint writes, room by room. What packages are built with is in `@docktopus/core/kit`, the types
// of specs and their input in `/spec`, the engine's API in `/engine`.

export {
  BlueprintEnvironment,
  config,
  type Infer,
  type LoadConfigOptions,
  loadConfig,
  secret,
} from './config/index.ts';
export {
  type AttachOptions,
  Container,
  ContainerBuilder,
  type ContainerExit,
  type ContainerSpec,
  type ContainerStats,
  type CopyFromOptions,
  type CopyToOptions,
  type ExecOptions,
  type ExecProcess,
  type ExecResult,
  type ExecStreamOptions,
  type KillOnAbort,
  type LogLine,
  type LogsOptions,
  type ProcessStreams,
  type ReadyCondition,
  type RemoveOptions,
  type RemoveOutcome,
  type RunOptions,
  type RunResult,
  type RunStream,
  ready,
  type StartOptions,
  type StopOptions,
  type StopOutcome,
} from './container/index.ts';
export {
  type Cleanup,
  type ConnectOptions,
  type ContextOverrides,
  DOCKER,
  DOCKERODE,
  DockerContext,
} from './context/index.ts';
export { container, family } from './decorators/index.ts';
export { Injector, use } from './di/index.ts';
export {
  type ConnectDockerOptions,
  connectDocker,
  type Docker,
  type HostNamespace,
  type OutputChunk,
  type Policy,
  projectPolicy,
} from './engine/index.ts';
export {
  type ContainerFailure,
  DocktopusError,
  describeError,
  type ErrorCode,
  type ErrorCodes,
  type ErrorFacts,
  type Issue,
  isDocktopusError,
} from './errors/index.ts';
export {
  ContainerFamily,
  type FamilyKey,
  type FamilyOptions,
  type FamilyRouter,
  type HeldContainer,
  type MemberView,
  own,
  printCause,
} from './family/index.ts';
export { type GroupEvent, printGroupEvent, printPlan } from './group/index.ts';
export { ownershipLabels } from './labels/index.ts';
export { printSweep, type SweepOptions, type SweepReport, sweep } from './ownership/index.ts';
export { ContainerPool, type Lease, type PoolOptions, type PoolState } from './pool/index.ts';
export { type ProgressFormat, type ShowProgressOptions, showProgress } from './progress/index.ts';
export type { CallOptions } from './scope/index.ts';
export { Secret } from './secrets/index.ts';
export {
  type BoundPort,
  type ContainerHealth,
  type ContainerSnapshot,
  type ContainerStatus,
  isActive,
  isTerminal,
  isUsable,
  type UntilCondition,
  until,
} from './status/index.ts';
