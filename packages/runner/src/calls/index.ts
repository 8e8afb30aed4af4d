export { callPath } from './call-path.ts';
export { type CallsApi, type CallsOptions, serveCalls } from './calls-api.ts';
