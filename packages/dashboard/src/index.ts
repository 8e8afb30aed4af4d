// The public surface, room by room.

export type {
  ApiProblem,
  ContainerDetails,
  EventView,
  Hello,
  JobAttempt,
  JobDetails,
  JobPage,
  JobQuery,
  JobStep,
  JobSummary,
  LogBatch,
  LogEntry,
  Moment,
  SettingView,
  StatsSample,
  StreamMessages,
  Watch,
} from './api/index.ts';
export type {
  BlueprintView,
  BoardChange,
  BoardWriter,
  ContainerView,
  Drop,
  EngineView,
  FailureView,
  JobCounts,
  JobsView,
  MemberView,
  PlanStepView,
  PlanView,
  PortView,
  Put,
  ResourceKind,
  Resources,
  SessionView,
} from './board/index.ts';
export { type FindBlueprintsOptions, findBlueprints, type RunningBlueprint } from './discovery/index.ts';
export type { DashboardErrorCodes } from './error-codes.ts';
export { isSecretName, MASK, maskArguments, maskText } from './masking/index.ts';
export {
  type DashboardOptions,
  type DashboardServer,
  mountRunnerDashboard,
  serveDashboard,
  serveRunnerDashboard,
} from './server/index.ts';
export {
  type ActionSource,
  type ContainerAction,
  type ContainerSource,
  type DashboardSource,
  type EngineSourceOptions,
  engineSource,
  type JobAction,
  type JobSource,
  jobActions,
  jobSource,
  type LogQuery,
  type MemberAction,
  type NewCall,
  runnerSource,
} from './source/index.ts';
