export type { LatePartKind } from './add-part.ts';
export type { BackgroundService, ServiceHost, ServiceOptions } from './background-service.ts';
export { type BlueprintPart, PART } from './blueprint-part.ts';
export { BlueprintRunner } from './blueprint-runner.ts';
export type { CallJobOptions, SubmitCall, SubmitJobOptions } from './call-options.ts';
export type { ContextSnapshot } from './context-watch.ts';
export type { RunnerCounters } from './counters.ts';
export type {
  DashboardOptions,
  DashboardSubject,
  MountedDashboard,
  MountedDashboardOptions,
  ServedDashboard,
} from './dashboard-module.ts';
export type {
  BodyAnd,
  CallArguments,
  CallResult,
  JobHolder,
  JobNameOf,
} from './job-address.ts';
export type { JobResultOf, JobType, JobTypes } from './job-types.ts';
export type { RunnerState } from './phase-machine.ts';
export type { RunnerContexts, SettingsOf } from './runner-contexts.ts';

export type { HttpOptions, MountHttpOptions, RunnerOptions } from './runner-options.ts';
export type { RunnerPhase } from './runner-phase.ts';
export type { CallLoad, JobSnapshot, RunnerSnapshot } from './runner-snapshot.ts';
export type { HookOptions } from './shutdown-hooks.ts';
