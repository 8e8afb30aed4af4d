import { asStale } from './as-stale.ts';
import type { ResourceKind, ResourceSnapshot } from './resource-kind.ts';

/**
 * What is known of one thing, and which looks at it are under way. Pure and printable.
 *
 * Looks are numbered and come one after the other. A caller that wants to know the state *from now on* needs the look
 * after the one that is under way: the engine may have served that one before now.
 */
export interface Watched<S extends ResourceSnapshot> {
  /** The number of the last look that has begun. */
  readonly begun: number;
  /** The number of the last look that a caller needs; larger than `begun` when one is due. */
  readonly wanted: number;
  readonly looking: boolean;
  /** In which turn of the link the last look began. */
  readonly turn: number;
  readonly snapshot: S | undefined;
}

/** What a look has found; without an inspect, the thing is gone. */
export type LookOutcome<Inspect> =
  | { readonly kind: 'seen'; readonly inspect: Inspect }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed' };

/** How things stand with the link: the turn of its stream, and whether that is open. */
export interface LinkNow {
  readonly turn: number;
  readonly away: boolean;
}

export const unwatched = Object.freeze({
  begun: 0,
  wanted: 0,
  looking: false,
  turn: 0,
  snapshot: undefined,
});

/** Asks for a look that begins after this moment. */
export function wantLook<S extends ResourceSnapshot>(watched: Watched<S>): Watched<S> {
  return watched.wanted > watched.begun ? watched : { ...watched, wanted: watched.begun + 1 };
}

export function isLookDue({ looking, wanted, begun }: Watched<ResourceSnapshot>): boolean {
  return !looking && wanted > begun;
}

export function beginLook<S extends ResourceSnapshot>(watched: Watched<S>, turn: number): Watched<S> {
  return { ...watched, begun: watched.begun + 1, looking: true, turn };
}

/**
 * Takes the answer in. It counts as last known only (`stale`) when the link is away, when the look began before the
 * link's present stream (what happened in between went unheard), and when there was no answer.
 *
 * @param floor the highest version that any thing of this hub has had: the first snapshot is above it.
 */
export function endLook<S extends ResourceSnapshot, Inspect>(
  kind: Pick<ResourceKind<S, Inspect>, 'toSnapshot' | 'sameState'>,
  watched: Watched<S>,
  outcome: LookOutcome<Inspect>,
  link: LinkNow,
  id: string,
  floor: number,
): Watched<S> {
  const { snapshot: previous } = watched;
  const ended = { ...watched, looking: false };
  if (outcome.kind === 'failed') return previous ? { ...ended, snapshot: asStale(previous) } : ended;
  const inspect = outcome.kind === 'seen' ? outcome.inspect : undefined;
  const current = kind.toSnapshot(id, inspect, previous);
  const trusted = outcome.kind === 'gone' || (!link.away && watched.turn === link.turn);
  const next = trusted ? current : asStale(current);
  if (!previous) return { ...ended, snapshot: { ...next, version: floor + 1 } };
  return { ...ended, snapshot: kind.sameState(next, previous) ? previous : next };
}

/** The engine is away: what is known is what was last known. */
export function loseTrack<S extends ResourceSnapshot>(watched: Watched<S>): Watched<S> {
  return watched.snapshot ? { ...watched, snapshot: asStale(watched.snapshot) } : watched;
}
