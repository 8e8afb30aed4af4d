export { type CollectingConsumer, collect } from './collect.ts';
export {
  type Consumer,
  type ConsumerHost,
  type ConsumerLike,
  type ConsumerOptions,
  type DeliveryOptions,
  toConsumer,
  toObserver,
} from './consumer.ts';
export { ConsumerQueue } from './consumer-queue.ts';
export { type HttpCallbackOptions, httpCallback } from './http-callback.ts';
export { jsonLines } from './json-lines.ts';
export { LOG_RESULTS, logResults } from './log-results.ts';
export { type ResultRecord, resultRecord } from './result-record.ts';
