export type { BackgroundService, ServiceHost, ServiceOptions } from './background-service.ts';
export {
  BlueprintRunner,
  type CallJobOptions,
  type SubmitCall,
  type SubmitJobOptions,
} from './blueprint-runner.ts';
export type { ContextSnapshot } from './context-watch.ts';
export type { RunnerCounters } from './counters.ts';
export type { RunnerState } from './phase-machine.ts';
export type { DashboardOptions, DashboardSubject, ServedDashboard } from './runner-dashboard.ts';
export type { HttpOptions, RunnerOptions } from './runner-options.ts';
export type { RunnerPhase } from './runner-phase.ts';
export type { CallLoad, JobSnapshot, RunnerSnapshot } from './runner-snapshot.ts';
export type { HookOptions } from './shutdown-hooks.ts';
