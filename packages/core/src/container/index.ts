export { ContainerBuilder, type ContainerBuilderOptions } from './builder/container-builder.ts';
export { Container } from './container.ts';
export type { ExecInput, ExecOptions, ExecProcess, ExecResult, ExecStreamOptions } from './exec/index.ts';
export type { ContainerFailure } from './failure/index.ts';
export type {
  ArchiveLimits,
  CopyFromOptions,
  CopySource,
  CopyToOptions,
  ReadFileOptions,
} from './files/index.ts';
export { specHash } from './hash/spec-hash.ts';
export type { ContainerExit } from './lifecycle/container-exit.ts';
export type { CreateContainerOptions } from './lifecycle/create-options.ts';
export type { RemoveOptions, RemoveOutcome } from './lifecycle/remove.ts';
export type { RestartOptions } from './lifecycle/restart.ts';
export type { StartOptions } from './lifecycle/start-options.ts';
export type { StopOptions, StopOutcome } from './lifecycle/stop.ts';
export type { LogLine, LogsOptions } from './logs/index.ts';
export type { HostPort } from './ports/host-port.ts';
export { type ReadyHttpOptions, ready } from './ready/ready.ts';
export type { ReadyCondition } from './ready/ready-condition.ts';
export type { Adoption, SlotClaim, SlotOwner } from './slot/slot-owner.ts';
export type { ContainerSpec, Lifetime, OnConflict, PullPolicy, Strictness } from './spec/container-spec.ts';
export type { ContainerStats } from './stats/index.ts';
