// The public surface, room by room.
export {
  body,
  call,
  job,
  jobId,
  jobRouter,
  type MethodJobOptions,
  metadata,
  signal,
} from './handler/index.ts';
export {
  type BindableHandler,
  CallScope,
  deriveCall,
  JOB_CALL,
  type JobCall,
  type JobFailure,
  type JobHandler,
  type JobId,
  type JobMetadata,
  JobOutcome,
  type JobRequest,
  type JobResult,
  type JobSuccess,
  type Layer,
  type Next,
} from './job/index.ts';
export {
  type BackoffOptions,
  concurrency,
  logging,
  mutex,
  type RateLimit,
  type RateLimitOptions,
  type RetryOptions,
  rateLimit,
  retry,
  timeout,
  tracing,
} from './layers/index.ts';
export {
  LOGGER,
  type LogFields,
  type Logger,
  type PinoLoggerOptions,
  pinoLogger,
  silentLogger,
} from './log/index.ts';
export { type BodyOptions, type JobOptions, Router } from './router/index.ts';
