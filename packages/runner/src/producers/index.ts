export { type CronOptions, cron } from './cron.ts';
export { fromAsyncIterable } from './from-async-iterable.ts';
export { fromContainerStatus } from './from-container-status.ts';
export { type FromObservableOptions, fromObservable } from './from-observable.ts';
export { type IntervalOptions, interval } from './interval.ts';
export type { Missed } from './missed.ts';
export type {
  PrepareHost,
  Producer,
  ProducerHost,
  ProducerLike,
  ProducerOptions,
  SubmittedCall,
} from './producer.ts';
export type { Overlap } from './scheduled-calls.ts';
export type { SharedSchedule } from './shared-schedule.ts';
export { toProducer } from './to-producer.ts';
