export type { DurationInput, SizeInput } from '../input/index.ts';
export {
  ContainerBuilder,
  type Creatable,
} from './builder/container-builder.ts';
export type { ContainerBuilderOptions } from './builder/container-builder-options.ts';
export { Container, slotOf } from './container.ts';
export type {
  AttachOptions,
  ExecInput,
  ExecOptions,
  ExecProcess,
  ExecResult,
  ExecStreamOptions,
  KillOnAbort,
  ProcessStreams,
} from './exec/index.ts';
export { ALIVE, CappedOutput, END_GROUP, STARTED } from './exec/index.ts';
export { failureReason, gatherFailure, wasOomKilled } from './failure/index.ts';
export type {
  ArchiveLimits,
  CopyFromOptions,
  CopySource,
  CopyToOptions,
  LinkPolicy,
  ReadFileOptions,
} from './files/index.ts';
export type { HostPort } from './host-port.ts';
export { adoptInSlot } from './lifecycle/adopt.ts';
export type { ContainerExit } from './lifecycle/container-exit.ts';
export type { CreateContainerOptions } from './lifecycle/create.ts';
export { createInSlot } from './lifecycle/create.ts';
export { type CreationIssues, creationIssues } from './lifecycle/creation-issues.ts';
export { decideExisting } from './lifecycle/decide-existing.ts';
export type { KillOptions, KillOutcome } from './lifecycle/kill.ts';
export { nameToCreate, outcomeIsUnknown } from './lifecycle/lost-creation.ts';
export { refuseDependencies } from './lifecycle/refuse-dependencies.ts';
export type { RemoveOptions, RemoveOutcome } from './lifecycle/remove.ts';
export type { RestartOptions } from './lifecycle/restart.ts';
export { launchSlot, settleSlot } from './lifecycle/start.ts';
export type { StartOptions, StartUntil } from './lifecycle/start-options.ts';
export type { StopOptions, StopOutcome } from './lifecycle/stop.ts';
export { stopAndRemove } from './lifecycle/stop-and-remove.ts';
export type { LogLine, LogsOptions } from './logs/index.ts';
export type { BindInput } from './options/binds.ts';
export type { Capability, CapabilityInput } from './options/capabilities.ts';
export type { ContainerSpec } from './options/container-spec.ts';
export type { CreateOptions } from './options/create-options.ts';
export type { DependencyCondition, DependsOnInput } from './options/depends-on.ts';
export type { DeviceInput } from './options/devices.ts';
export type { EnvInput, EnvValue } from './options/env.ts';
export type { ExtraHostsInput } from './options/extra-hosts.ts';
export type { FileFromHost, FileInput, FileToCopy, FileWithContent } from './options/files.ts';
export type { GpuRequest, GpusInput } from './options/gpus.ts';
export type {
  Healthcheck,
  HealthcheckCommand,
  HealthcheckCommandInput,
  HealthcheckInput,
} from './options/healthcheck.ts';
export type { LabelsInput } from './options/labels.ts';
export type { Lifetime } from './options/lifetime.ts';
export type { Limits, LimitsInput } from './options/limits.ts';
export type { LogDriver, LogDriverOptions } from './options/log-driver.ts';
export type { ImageMountInput, MountInput, TmpfsMountInput } from './options/mount-input.ts';
export type { NetworkAttachment, NetworkInput } from './options/networks.ts';
export type { OnConflict } from './options/on-conflict.ts';
export type { OneOrMany } from './options/one-or-many.ts';
export type { ImplicitChoice } from './options/option.ts';
export type {
  ContainerPortKey,
  HostBinding,
  PortBindingsInput,
  PortsInput,
  PortsRecord,
} from './options/ports.ts';
export type { PullPolicy } from './options/pull.ts';
export type { ReadyCondition, ReadyHttpPredicate } from './options/ready-condition.ts';
export type { RestartPolicyInput } from './options/restart-policy.ts';
export { specHash } from './options/spec-hash.ts';
export { printChanges, type SpecChange, specChanges } from './options/spec-record.ts';
export type { Strictness } from './options/strict.ts';
export type { SysctlsInput } from './options/sysctls.ts';
export type { TmpfsInput } from './options/tmpfs.ts';
export { toCreateBody } from './options/to-create-body.ts';
export type { UlimitInput } from './options/ulimits.ts';
export type { VolumeInput } from './options/volumes.ts';
export { describeReadiness } from './ready/describe-readiness.ts';
export { type ReadyHttpOptions, ready } from './ready/ready.ts';
export {
  RUN_OPTIONS,
  type RunExit,
  type RunOptions,
  type RunResult,
  type RunStream,
  type RunStreamOptions,
  runCommand,
} from './run/index.ts';
export { type ExistingContainer, existingContainer } from './slot/existing-container.ts';
export type { ReplacedContainer, SlotOptions } from './slot/slot.ts';
export type { Adoption, AdoptionVerdict, SlotClaim, SlotOwner } from './slot/slot-owner.ts';
export type { SlotStage } from './slot/slot-stage.ts';
export type { ContainerStats } from './stats/index.ts';
export { criticalOptions, implicitChoices } from './strict/implicit-choices.ts';
export { warnOfImplicitChoices } from './strict/strict-issues.ts';
export type { PortProtocol } from './syntax/container-port.ts';
export type { CdiDevice, Device } from './syntax/device.ts';
export type { ExtraHost } from './syntax/extra-host.ts';
export type { BindMount, ImageMount, Mount, Propagation, TmpfsMount, VolumeMount } from './syntax/mount.ts';
export type { PortMapping } from './syntax/published-port.ts';
export type { RestartPolicy } from './syntax/restart-policy.ts';
export type { Ulimit } from './syntax/ulimit.ts';
