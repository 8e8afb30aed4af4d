export type {
  BackgroundCommand,
  CommandOutput,
  CommandStatus,
  KillCommandOptions,
  SpawnOptions,
} from './background/index.ts';
export type { FamilyHook, FamilyHookOptions, HookFacts } from './box/family-hooks.ts';
export type { HeldContainer } from './box/held-container.ts';
export {
  type CauseFacts,
  type FamilyCause,
  type FamilyChange,
  type FamilyState,
  printCause,
  type UnaskedEnd,
} from './cause/index.ts';
export { ContainerFamily } from './container-family.ts';
export type {
  CapacityOptions,
  CrashOptions,
  FamilyOptions,
  IdleOption,
  IdleStepOption,
  LifeOption,
  PoolOption,
} from './definition/family-options.ts';
export { own } from './definition/own-volume.ts';
export type { Hold, HoldKind } from './holds/index.ts';
export type { FamilyKey, FamilyKeyPart } from './key/index.ts';
export type { FamilyHealth } from './life/family-health.ts';
export type {
  ListOptions,
  RemoveMemberOptions,
  StopMemberOptions,
  UseArguments,
  UseOptions,
} from './life/member-calls.ts';
export type { MemberStats } from './life/member-stats.ts';
export type { MemberView } from './life/member-view.ts';
export type { OrphanVolume } from './life/orphan-volumes.ts';
export type { OutdatedMember } from './life/outdated.ts';
export type { RolledMember, RollOptions } from './life/roll.ts';
export type { MemberWhy } from './life/why.ts';
export type { FamilyProblem } from './member/family-host.ts';
export type { ProfileOption, UntrustedOptions } from './profile/index.ts';
export type { FamilyRouter, RouterOptions, RouterRequest, RouterVerdict } from './router/index.ts';
export type { FamilyNetwork, SleepAction, WhenFull } from './settings/family-settings.ts';
export type { WarmState } from './warm/index.ts';
