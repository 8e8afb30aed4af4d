import { checkArguments, readThing } from '@docktopus/core/kit';
import { isObservable } from 'rxjs';
import { fromAsyncIterable } from './from-async-iterable.ts';
import { fromObservable } from './from-observable.ts';
import type { Producer, ProducerLike } from './producer.ts';

const readLike = readThing(
  'a producer such as cron(), an observable, or an async iterable',
  (value) => Symbol.asyncIterator in value || ('run' in value && typeof value.run === 'function'),
);

/** Any of the forms as a {@link Producer}. @throws DocktopusError `runner.invalid` */
export function toProducer(like: ProducerLike): Producer {
  if (isObservable(like)) return fromObservable(like);
  checkArguments({ producer: like }, { producer: readLike }, 'runner.producer', undefined, 'runner.invalid');
  return Symbol.asyncIterator in like ? fromAsyncIterable(like) : like;
}
