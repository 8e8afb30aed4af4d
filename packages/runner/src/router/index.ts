export { type BoundJob, type BoundRouter, bindRouter, type Match } from './bound-router.ts';
export { checkLayers } from './check-job-options.ts';
export { type DispatchedCall, dispatch } from './dispatch.ts';
export { type DurableLimits, durableLimits, keyOf } from './durable-options.ts';
export type { JobCounters } from './job-counters.ts';
export type { BodyOptions, ConcurrencyLimits, JobOptions, RateLimits } from './job-options.ts';
export { type OptionsFromSettings, type Route, Router } from './router.ts';
export { type Ending, failed } from './run-route.ts';
export { validateBody } from './validate-body.ts';
