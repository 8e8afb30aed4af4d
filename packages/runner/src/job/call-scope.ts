import type { Injector } from '@docktopus/core';
import { type Closeable, type InjectionToken, Scope, type Stop } from '@docktopus/core/kit';
import { type CallPlace, NO_PLACE } from './call-place.ts';
import type { JobCall } from './job-call.ts';

/** The token under which a call's own scope provides the {@link JobCall}. */
export const JOB_CALL = Symbol('JOB_CALL');

/**
 * What lives as long as one call. Its injector is made when first asked for, so that a call that needs nothing of
 * its own pays nothing; everything is disposed when the call ends, however it ends.
 */
export class CallScope {
  readonly #root: Injector;
  readonly #place: CallPlace;
  #call: JobCall;
  #child: Injector | undefined;
  #scope: Scope | undefined;
  #closing: Promise<void> | undefined;

  constructor(root: Injector, call: JobCall, place: CallPlace = NO_PLACE) {
    this.#root = root;
    this.#place = place;
    this.#call = call;
  }

  /** This call's own injector: a child of the runner's, in which `JOB_CALL` stands for the call. */
  get injector(): Injector {
    if (this.#child === undefined) {
      this.#child = this.#root.child().provide(JOB_CALL, { useValue: this.#call });
    }
    return this.#child;
  }

  /** From here on `call` is handled: a layer has passed on another body or signal. */
  handles(call: JobCall): void {
    this.#call = call;
    this.#child?.provide(JOB_CALL, { useValue: call });
  }

  /** What `token` stands for in this call. */
  resolve<T>(token: InjectionToken<T>): T {
    return this.injector.resolve(token);
  }

  /** What `token` stands for in the runner, the same for all calls. */
  resolveShared<T>(token: InjectionToken<T>): T {
    return this.#root.resolve(token);
  }

  /** Makes `thing` close when the call ends. */
  use<T extends Closeable>(thing: T): T {
    this.#scope ??= new Scope('call');
    return this.#scope.use(thing);
  }

  /**
   * Waits `ms` milliseconds; meanwhile another call may have this one's place in the runner. For layers that try again.
   *
   * @throws the reason of `stop`, which is the call's signal as a rule, when it aborts.
   */
  pause(ms: number, stop: Stop): Promise<void> {
    return this.#place.pause(ms, stop);
  }

  /** Closes what belongs to the call, once; `undefined` when there is nothing to wait for. */
  close(): Promise<void> | undefined {
    if (this.#child === undefined && this.#scope === undefined) return undefined;
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const both = new Scope('call');
    if (this.#child !== undefined) both.use(this.#child);
    if (this.#scope !== undefined) both.use(this.#scope);
    await both.close();
  }
}
