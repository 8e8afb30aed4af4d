export type { DurationInput, SizeInput } from '../input/index.ts';
export {
  ContainerBuilder,
  type ContainerBuilderOptions,
  type Creatable,
} from './builder/container-builder.ts';
export { Container, slotOf } from './container.ts';
export type {
  AttachOptions,
  ExecInput,
  ExecOptions,
  ExecProcess,
  ExecResult,
  ExecStreamOptions,
  ProcessStreams,
} from './exec/index.ts';
export type {
  ArchiveLimits,
  CopyFromOptions,
  CopySource,
  CopyToOptions,
  ReadFileOptions,
} from './files/index.ts';
export { specHash } from './hash/spec-hash.ts';
export type { BindInput } from './input/binds-input.ts';
export type { Capability, CapabilityInput } from './input/capabilities-input.ts';
export type { DependsOnInput } from './input/depends-on-input.ts';
export type { DeviceInput } from './input/devices-input.ts';
export type { EnvInput, EnvValue } from './input/env-input.ts';
export type { ExtraHostsInput } from './input/extra-hosts-input.ts';
export type { FileInput } from './input/files-input.ts';
export type { GpusInput } from './input/gpus-input.ts';
export type { HealthcheckCommandInput, HealthcheckInput } from './input/healthcheck-input.ts';
export type { LabelsInput } from './input/label-input.ts';
export type { LimitsInput } from './input/limits-input.ts';
export type { LogDriverOptions } from './input/log-driver-input.ts';
export type { NetworkInput } from './input/networks-input.ts';
export type { OneOrMany } from './input/one-or-many.ts';
export type {
  ContainerPortKey,
  HostBinding,
  PortBindingsInput,
  PortsInput,
  PortsRecord,
} from './input/ports-input.ts';
export type { RestartPolicyInput } from './input/restart-policy-input.ts';
export type { SysctlsInput } from './input/sysctls-input.ts';
export type { TmpfsInput } from './input/tmpfs-input.ts';
export type { UlimitInput } from './input/ulimits-input.ts';
export type { VolumeInput } from './input/volumes-input.ts';
export type { CreateContainerOptions } from './lifecycle/create-options.ts';
export type { KillOptions, KillOutcome } from './lifecycle/kill.ts';
export type { RemoveOptions, RemoveOutcome } from './lifecycle/remove.ts';
export type { RestartOptions } from './lifecycle/restart.ts';
export { startSlot } from './lifecycle/start.ts';
export type { StartOptions, StartUntil } from './lifecycle/start-options.ts';
export type { StopOptions, StopOutcome } from './lifecycle/stop.ts';
export { stopAndRemove } from './lifecycle/stop-and-remove.ts';
export type { ContainerExit } from './lifecycle/wait-for-exit.ts';
export type { LogLine, LogsOptions } from './logs/index.ts';
export type { HostPort } from './ports/host-port.ts';
export { type ReadyHttpOptions, ready } from './ready/ready.ts';
export type { ReadyCondition, ReadyHttpPredicate } from './ready/ready-condition.ts';
export type { ExistingContainer } from './slot/existing-container.ts';
export type { Adoption, AdoptionVerdict, SlotClaim, SlotOwner } from './slot/slot-owner.ts';
export type {
  ContainerSpec,
  DependencyCondition,
  Device,
  ExtraHost,
  Lifetime,
  LogDriver,
  OnConflict,
  PullPolicy,
  Strictness,
  Ulimit,
} from './spec/container-spec.ts';
export type { CreateOptions } from './spec/create-options.ts';
export type { FileFromHost, FileToCopy, FileWithContent } from './spec/file-to-copy.ts';
export type { GpuRequest } from './spec/gpu-request.ts';
export type { Healthcheck, HealthcheckCommand } from './spec/healthcheck.ts';
export type { Limits } from './spec/limits.ts';
export type { BindMount, Mount, Propagation, VolumeMount } from './spec/mount.ts';
export type { NetworkAttachment } from './spec/network-attachment.ts';
export type { PortMapping, PortProtocol } from './spec/port-mapping.ts';
export type { RestartPolicy } from './spec/restart-policy.ts';
export type { ContainerStats } from './stats/index.ts';
export { criticalOptions } from './strict/critical-options.ts';
export type { ImplicitChoice } from './strict/implicit-choice.ts';
export { implicitChoices } from './strict/implicit-choices.ts';
export { warnOfImplicitChoices } from './strict/strict-issues.ts';
