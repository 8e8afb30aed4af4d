export { defaultCondition, type StartCondition } from './default-condition.ts';
export { describeCondition } from './describe-condition.ts';
export { type ReadyHttpOptions, ready } from './ready.ts';
export type { ReadyCondition, ReadyHttpPredicate } from './ready-condition.ts';
export { type WaitUntilReadyOptions, waitUntilReady } from './wait-until-ready.ts';
