import { abortable, delay, type Stop } from '@docktopus/core/kit';
import { type AcceptedCall, type CallPlace, earlyEnd } from '../job/index.ts';
import type { CallPlaces } from './call-places.ts';

/** The place of a call whose handlers pause, or of which there are several: they share it, and hold it while one runs. */
export class HeldPlace implements CallPlace {
  readonly #call: AcceptedCall;
  readonly #places: CallPlaces;
  /** Handlers that run: they have neither ended nor pause. */
  #running: number;
  /** Handlers whose pause is over and that wait for the place. */
  #returning = 0;
  /** A promise while it is on its way back in. */
  #place: 'in' | 'out' | 'gone' | Promise<void> = 'in';

  constructor(call: AcceptedCall, places: CallPlaces, handlers: number) {
    this.#call = call;
    this.#places = places;
    this.#running = handlers;
  }

  async pause(ms: number, stop: Stop): Promise<void> {
    this.handlerEnded();
    try {
      await delay(ms, stop);
      if (this.#place !== 'in') await this.#comeBack(stop);
    } finally {
      this.#running += 1;
    }
  }

  handlerEnded(): void {
    this.#running -= 1;
    this.#stepOutIfIdle();
  }

  /** Gives the place back for good. */
  release(): void {
    if (this.#place === 'in') this.#places.leave();
    else if (this.#place === 'out') this.#places.stayOut();
    this.#place = 'gone';
  }

  async #comeBack(stop: Stop): Promise<void> {
    if (this.#place === 'out') this.#place = this.#stepIn();
    this.#returning += 1;
    try {
      if (this.#place instanceof Promise) await abortable(this.#place, stop);
    } finally {
      this.#returning -= 1;
    }
  }

  /** Shared by all handlers that come back meanwhile, so it ends with the call and not with one of theirs. */
  async #stepIn(): Promise<void> {
    try {
      await this.#places.stepIn(earlyEnd(this.#call));
    } catch (error) {
      if (this.#place === 'gone') this.#places.stayOut();
      else this.#place = 'out';
      throw error;
    }
    if (this.#place === 'gone') {
      this.#places.leave();
      return;
    }
    this.#place = 'in';
    this.#stepOutIfIdle();
  }

  #stepOutIfIdle(): void {
    const idle = this.#running === 0 && this.#returning === 0;
    if (idle && this.#place === 'in' && this.#places.stepOut()) this.#place = 'out';
  }
}
