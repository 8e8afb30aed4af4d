// The public surface, room by room.

export {
  type CollectingConsumer,
  type Consumer,
  type ConsumerHost,
  type ConsumerLike,
  type ConsumerOptions,
  collect,
  type HttpCallbackOptions,
  httpCallback,
  jsonLines,
  logResults,
  toObserver,
} from './consumers/index.ts';
export type { RunnerErrorCodes } from './error-codes.ts';
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
  ANSWERED,
  type HttpAddress,
  type HttpHandler,
  type HttpMethod,
  type HttpMount,
  type HttpRequest,
  type HttpRoutes,
  type HttpUpgrade,
  type UpgradeHandler,
} from './http/index.ts';
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
export {
  type CronOptions,
  cron,
  type FromObservableOptions,
  fromAsyncIterable,
  fromContainerStatus,
  fromObservable,
  type IntervalOptions,
  interval,
  type Overlap,
  type PrepareHost,
  type Producer,
  type ProducerHost,
  type ProducerLike,
  type ProducerOptions,
  type SubmittedCall,
} from './producers/index.ts';
export { type BodyOptions, type Ending, type JobCounters, type JobOptions, Router } from './router/index.ts';
export {
  type BackgroundService,
  BlueprintRunner,
  type CallJobOptions,
  type CallLoad,
  type ContextSnapshot,
  type HookOptions,
  type HttpOptions,
  type JobSnapshot,
  type RunnerCounters,
  type RunnerOptions,
  type RunnerPhase,
  type RunnerSnapshot,
  type RunnerState,
  type ServiceHost,
  type ServiceOptions,
} from './runner/index.ts';
export type { RestartOptions, RestartPolicy } from './supervision/index.ts';
export { type SecretSource, sign, type WebhookAuth, type WebhookOptions, webhook } from './webhook/index.ts';
