import { DocktopusError, isDocktopusError } from '../errors/index.ts';
import type { PoolState } from './pool-state.ts';

export function poolClosed(pool: string): DocktopusError {
  const reason = 'the pool has been closed';
  return new DocktopusError('pool.closed', { operation: 'pool.lease', subject: pool, reason });
}

/** Why a lease was not granted; when the time was up, what the pool was busy with. */
export function poolExhausted(cause: unknown, pool: string, state: PoolState, max: number): unknown {
  if (!isDocktopusError(cause, 'timeout')) return cause;
  const { leased, starting } = state;
  return new DocktopusError('pool.exhausted', {
    operation: 'pool.lease',
    subject: pool,
    reason: `no container became free in time: ${leased} leased, ${starting} starting, at most ${max}`,
    hint: 'Give leases back earlier, wait longer with timeoutMs, or raise max',
    cause,
    details: { leased, starting, max },
  });
}

/** Why a pool did not become ready: when the time was up, what kept the last container from starting. */
export function poolNotReady(error: unknown, pool: string, state: PoolState, min: number): unknown {
  const { warm, failure } = state;
  if (failure === undefined || !isDocktopusError(error, 'timeout')) return error;
  const said = isDocktopusError(failure) ? failure.message : failure;
  return new DocktopusError('timeout', {
    operation: error.operation,
    subject: pool,
    reason: `${warm} of ${min} containers are ready, and the last start failed: ${said}`,
    hint: 'The pool keeps trying: fix the cause of that failure',
    cause: failure,
    details: { ...error.details, warm, min },
  });
}
