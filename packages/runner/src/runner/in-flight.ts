import { abortable, delay, withResolvers } from '@docktopus/core';
import type { AcceptedCall, CallPlace } from '../job/index.ts';
import type { Ending, Match } from '../router/index.ts';
import type { CallPlaces } from './call-places.ts';

/** An accepted call that has not ended, and the place that its handlers share. */
export class InFlight implements CallPlace {
  readonly call: AcceptedCall;
  readonly match: Match | undefined;
  readonly #ended = withResolvers<Ending>();
  readonly #places: CallPlaces;
  /** Handlers that run: they have neither ended nor pause. */
  #running: number;
  /** Handlers whose pause is over and that wait for the place. */
  #returning = 0;
  /** A promise while it is on its way back in. */
  #place: 'in' | 'out' | 'gone' | Promise<void> = 'in';

  constructor(call: AcceptedCall, match: Match | undefined, places: CallPlaces) {
    this.call = call;
    this.match = match;
    this.#places = places;
    this.#running = 1;
    if (match !== undefined) {
      this.#running += match.beside.length;
      match.counters.inFlight += 1;
    }
  }

  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  get callId(): string {
    return this.call.id;
  }

  async pause(ms: number, signal: AbortSignal): Promise<void> {
    this.handlerEnded();
    try {
      await delay(ms, signal);
      if (this.#place !== 'in') await this.#comeBack(signal);
    } finally {
      this.#running += 1;
    }
  }

  handlerEnded(): void {
    this.#running -= 1;
    this.#stepOutIfIdle();
  }

  /** Settles {@link ended} and gives the place back for good. */
  end(ending: Ending): void {
    this.call.end();
    if (this.match !== undefined) this.match.counters.inFlight -= 1;
    if (this.#place === 'in') this.#places.leave();
    else if (this.#place === 'out') this.#places.stayOut();
    this.#place = 'gone';
    this.#ended.resolve(ending);
  }

  async #comeBack(signal: AbortSignal): Promise<void> {
    if (this.#place === 'out') this.#place = this.#stepIn();
    this.#returning += 1;
    try {
      if (this.#place instanceof Promise) await abortable(this.#place, signal);
    } finally {
      this.#returning -= 1;
    }
  }

  /** Shared by all handlers that come back meanwhile, so it listens to the call's signal and not to one of theirs. */
  async #stepIn(): Promise<void> {
    try {
      await this.#places.stepIn(this.call.signal);
    } catch (error) {
      if (this.#place === 'gone') this.#places.stayOut();
      else this.#place = 'out';
      throw error;
    }
    if (this.#place === 'gone') this.#places.leave();
    else {
      this.#place = 'in';
      this.#stepOutIfIdle();
    }
  }

  #stepOutIfIdle(): void {
    const idle = this.#running === 0 && this.#returning === 0;
    if (idle && this.#place === 'in' && this.#places.stepOut()) this.#place = 'out';
  }
}
