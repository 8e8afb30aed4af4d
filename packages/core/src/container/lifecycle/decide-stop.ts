import { type ContainerStatus, isActive } from '../../status/index.ts';

const ENGINE_DEFAULT_GRACE_SECONDS = 10;
/** For the engine to kill and to answer after the grace. */
const MARGIN_MS = 1_000;

export interface StopWish {
  readonly status: ContainerStatus;
  /** The container's own; `undefined` for the engine's default, −1 for no end. */
  readonly ownGraceSeconds: number | undefined;
  readonly graceMs: number | undefined;
  readonly timeoutMs: number | undefined;
}

/**
 * Whether to call the engine, and how long it gives the process before it kills it: what was asked for; otherwise the
 * container's own time, cut to fit into `timeoutMs`.
 */
export function decideStop(wish: StopWish): { readonly graceSeconds: number } | 'already-stopped' {
  if (!isActive(wish.status)) return 'already-stopped';
  if (wish.graceMs !== undefined) return { graceSeconds: Math.ceil(wish.graceMs / 1000) };
  const own = wish.ownGraceSeconds ?? ENGINE_DEFAULT_GRACE_SECONDS;
  if (!wish.timeoutMs || !Number.isFinite(wish.timeoutMs)) return { graceSeconds: own };
  const fitting = Math.max(0, Math.floor((wish.timeoutMs - MARGIN_MS) / 1000));
  return { graceSeconds: own < 0 ? fitting : Math.min(own, fitting) };
}
