import { type ContainerStatus, isActive } from '../../status/index.ts';

const ENGINE_DEFAULT_GRACE_SECONDS = 10;
/** Time for the engine to kill and to answer after the grace. */
const MARGIN_MS = 1_000;

export interface StopRequest {
  readonly status: ContainerStatus;
  /** The container's own; `undefined` for the engine's default, −1 for no limit. */
  readonly ownGraceSeconds: number | undefined;
  readonly graceMs: number | undefined;
  readonly timeoutMs: number | undefined;
}

/**
 * Whether to call the engine, and how long the process has before the engine kills it: the grace that was asked for, else
 * the container's own stop timeout, cut to fit into `timeoutMs`.
 */
export function decideStop(request: StopRequest): { readonly graceSeconds: number } | 'already-stopped' {
  if (!isActive(request.status)) return 'already-stopped';
  if (request.graceMs !== undefined) return { graceSeconds: Math.ceil(request.graceMs / 1000) };
  const own = request.ownGraceSeconds ?? ENGINE_DEFAULT_GRACE_SECONDS;
  if (!request.timeoutMs || !Number.isFinite(request.timeoutMs)) return { graceSeconds: own };
  const fitting = Math.max(0, Math.floor((request.timeoutMs - MARGIN_MS) / 1000));
  return { graceSeconds: own < 0 ? fitting : Math.min(own, fitting) };
}
