export { callPath } from './call-path.ts';
export { type CallsApi, type CallsOptions, readCalls, serveCalls } from './calls-api.ts';
