import { isObservable } from 'rxjs';
import { fromAsyncIterable } from './from-async-iterable.ts';
import { fromObservable } from './from-observable.ts';
import type { Producer, ProducerLike } from './producer.ts';

/** Any of the forms as a {@link Producer}. */
export function toProducer(like: ProducerLike): Producer {
  if (isObservable(like)) return fromObservable(like);
  return Symbol.asyncIterator in like ? fromAsyncIterable(like) : like;
}
