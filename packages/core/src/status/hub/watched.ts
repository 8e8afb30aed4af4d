import type { ContainerInspect } from '../../engine/index.ts';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { sameState } from '../same-state.ts';
import { asStale, noContainer, toSnapshot } from '../to-snapshot.ts';

/**
 * What is known of one container, and which looks at it are under way. Pure and printable.
 *
 * Looks are numbered and come one after the other. Whoever wants to know the state *from now on* needs the look
 * after the one that is under way: the engine may have served that one before now.
 */
export interface Watched {
  /** The number of the last look that has begun. */
  readonly begun: number;
  /** The number of the last look that somebody needs; larger than `begun` when one is due. */
  readonly wanted: number;
  readonly looking: boolean;
  /** In which turn of the link the last look began. */
  readonly turn: number;
  readonly snapshot: ContainerSnapshot | undefined;
}

export type LookOutcome =
  | { readonly kind: 'seen'; readonly inspect: ContainerInspect }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed' };

/** How things stand with the link: the turn of its stream, and whether that is open. */
export interface LinkNow {
  readonly turn: number;
  readonly away: boolean;
}

export const unwatched: Watched = Object.freeze({
  begun: 0,
  wanted: 0,
  looking: false,
  turn: 0,
  snapshot: undefined,
});

/** Asks for a look that begins after this moment. */
export function wantLook(watched: Watched): Watched {
  return watched.wanted > watched.begun ? watched : { ...watched, wanted: watched.begun + 1 };
}

export function isLookDue(watched: Watched): boolean {
  return !watched.looking && watched.wanted > watched.begun;
}

export function beginLook(watched: Watched, turn: number): Watched {
  return { ...watched, begun: watched.begun + 1, looking: true, turn };
}

/**
 * Takes the answer in. It counts as last known only (`stale`) when the link is away, when the look began before the
 * link's present stream (what happened in between went unheard), and when there was no answer.
 *
 * @param floor the highest version that any container of this client has had: the first snapshot is above it.
 */
export function endLook(
  watched: Watched,
  outcome: LookOutcome,
  link: LinkNow,
  id: string,
  floor: number,
): Watched {
  const { snapshot: previous } = watched;
  const ended = { ...watched, looking: false };
  if (outcome.kind === 'failed') return previous ? { ...ended, snapshot: asStale(previous) } : ended;
  const current = outcome.kind === 'gone' ? noContainer(id, previous) : toSnapshot(outcome.inspect, previous);
  const trusted = outcome.kind === 'gone' || (!link.away && watched.turn === link.turn);
  const next = trusted ? current : asStale(current);
  if (!previous) return { ...ended, snapshot: { ...next, version: floor + 1 } };
  return { ...ended, snapshot: sameState(next, previous) ? previous : next };
}

/** The engine is away: what is known is what was last known. */
export function loseTrack(watched: Watched): Watched {
  return watched.snapshot ? { ...watched, snapshot: asStale(watched.snapshot) } : watched;
}
