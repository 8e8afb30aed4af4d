export {
  type ActionSource,
  CONTAINER_ACTIONS,
  type ContainerAction,
  type ContainerSource,
  type DashboardSource,
  JOB_ACTIONS,
  type JobAction,
  type JobSource,
  type LogQuery,
  MEMBER_ACTIONS,
  type MemberAction,
  type NewCall,
} from './dashboard-source.ts';
export { type EngineSourceOptions, engineSource } from './engine/index.ts';
export { jobActions, jobSource, runnerSource } from './runner/index.ts';
