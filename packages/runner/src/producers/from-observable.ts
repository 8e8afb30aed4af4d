import { DocktopusError } from '@docktopus/core';
import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  readHaving,
  readInteger,
  readText,
  readWord,
} from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import type { JobRequest } from '../job/index.ts';
import type { Producer, ProducerHost } from './producer.ts';

/** Options of `fromObservable()`. */
export interface FromObservableOptions {
  /** How it is called in logs. @default 'fromObservable' */
  readonly name?: string | undefined;
  /** How many calls may wait for room in the runner. @default 1024 */
  readonly buffer?: number | undefined;
  /**
   * What happens when there is no room for one more. The calls that are given up are counted. `'fail'` fails the
   * producer.
   * @default 'drop-newest'
   */
  readonly overflow?: 'drop-newest' | 'drop-oldest' | 'fail' | undefined;
}

export const FROM_OBSERVABLE: OptionReaders<FromObservableOptions> = {
  name: readText,
  buffer: readInteger(0),
  overflow: readWord(['drop-newest', 'drop-oldest', 'fail']),
};

const READERS = { source: readHaving('an observable of rxjs', 'subscribe') };

/**
 * The calls that an observable emits. It cannot be paused, so what the runner has no room for waits in a bounded
 * buffer. When it completes, everything in the buffer is still handed in.
 */
export function fromObservable(
  source: Observable<JobRequest>,
  options: FromObservableOptions = {},
): Producer {
  checkArguments({ source }, READERS, 'producer', 'fromObservable', 'runner.invalid');
  checkOptions(options, FROM_OBSERVABLE, 'producer', 'fromObservable', 'runner.invalid');
  return {
    name: options.name ?? 'fromObservable',
    run: (host) => new Subscription(source, options, host).ended,
  };
}

/** One subscription of the producer: an observable on one side, a runner with or without room on the other. */
class Subscription {
  readonly ended: Promise<void>;
  readonly #options: FromObservableOptions;
  readonly #host: ProducerHost;
  #buffer: JobRequest[] = [];
  #pumping = false;
  #completed = false;
  #end: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;

  constructor(source: Observable<JobRequest>, options: FromObservableOptions, host: ProducerHost) {
    this.#options = options;
    this.#host = host;
    this.ended = new Promise<void>((resolve, reject) => {
      this.#end = { resolve, reject };
    });
    const subscription = source.subscribe({
      next: (request) => this.#take(request),
      error: (error: unknown) => this.#fail(error),
      complete: () => {
        this.#completed = true;
        if (!this.#pumping) this.#finish();
      },
    });
    const stop = () => this.#finish();
    host.signal.addEventListener('abort', stop, { once: true });
    if (host.signal.aborted) stop();
    const cleanUp = () => {
      subscription.unsubscribe();
      host.signal.removeEventListener('abort', stop);
    };
    this.ended.then(cleanUp, cleanUp);
  }

  #take(request: JobRequest): void {
    const { buffer = 1024, overflow = 'drop-newest' } = this.#options;
    if (this.#buffer.length < buffer) this.#buffer.push(request);
    else if (overflow === 'fail') this.#fail(overflowed(buffer));
    else {
      this.#host.dropped(1);
      if (overflow === 'drop-newest') return;
      this.#buffer.shift();
      this.#buffer.push(request);
    }
    if (!this.#pumping) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      for (let next = this.#buffer.shift(); next !== undefined; next = this.#buffer.shift()) {
        await this.#host.submit(next);
      }
      if (this.#completed) this.#finish();
    } catch (error) {
      // The one that was waiting for room.
      this.#host.dropped(1);
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
  }

  #fail(error: unknown): void {
    this.#giveUpRest();
    this.#end?.reject(error);
  }

  #finish(): void {
    this.#giveUpRest();
    this.#end?.resolve();
  }

  #giveUpRest(): void {
    if (this.#buffer.length > 0) this.#host.dropped(this.#buffer.length);
    this.#buffer = [];
  }
}

function overflowed(buffer: number): DocktopusError {
  return new DocktopusError('producer.failed', {
    operation: 'fromObservable',
    reason: `${buffer} calls wait for room in the runner already`,
    hint: 'Emit less often, give it a larger buffer, or let it drop calls with overflow',
  });
}
