import type { Observable } from 'rxjs';
import type { RunOptions, RunResult } from '../container/index.ts';
import type { CallOptions } from '../scope/index.ts';
import type { Lease } from './lease.ts';
import type { PoolState } from './pool-state.ts';

/**
 * Started containers that wait to be used once each: a lease takes one in microseconds, the pool starts the next.
 * `ctx.pool()` makes one.
 */
export abstract class ContainerPool implements AsyncDisposable {
  abstract readonly name: string;

  abstract readonly state$: Observable<PoolState>;

  /** How full it is now. */
  abstract get state(): PoolState;

  /**
   * A started container for this caller alone: a warm one, else the next that becomes ready.
   *
   * @default timeoutMs 30_000
   * @throws DocktopusError `pool.exhausted` when none became free in time, `pool.closed`, or why it could not be started.
   */
  abstract lease(options?: CallOptions): Promise<Lease>;

  /**
   * Runs a command in a warm container of the pool, and removes the container whatever happens.
   *
   * @default timeoutMs none, once there is a container
   * @throws DocktopusError `pool.exhausted`; `container.exited` with `check`; `exec.output-too-large`.
   */
  abstract run(cmd: readonly string[], options?: RunOptions): Promise<RunResult>;

  /**
   * Resolves once `min` containers wait.
   *
   * @default timeoutMs 60_000
   * @throws DocktopusError `timeout`, with the failure of the last start as its cause if there was one; `pool.closed`.
   */
  abstract ready(options?: CallOptions): Promise<void>;

  /** Removes every container, leased ones too, and refuses the callers that wait. Twice is fine. */
  abstract close(options?: Pick<CallOptions, 'signal'>): Promise<void>;

  abstract [Symbol.asyncDispose](): Promise<void>;
}
