export type { ApiProblem } from './api-problem.ts';
export type { ContainerDetails, EventView, Moment, SettingView } from './container-details.ts';
export type { JobAttempt, JobDetails, JobPage, JobQuery, JobStep, JobSummary } from './job-pages.ts';
export {
  API_VERSION,
  type Hello,
  type LogBatch,
  type LogEntry,
  type StatsSample,
  type StreamMessages,
  type Watch,
} from './stream-message.ts';
