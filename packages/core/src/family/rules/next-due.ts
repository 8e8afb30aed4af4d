import type { FamilyState } from '../cause/index.ts';
import type { FamilySettings, SleepAction } from '../settings/family-settings.ts';

/** What the schedule of one member follows from. Moments are those of the family's clock. */
export interface ScheduleFacts {
  readonly state: FamilyState;
  /** Whether anybody holds it or waits for it. */
  readonly held: boolean;
  /** When the last hold ended, or when it was last seen to be used. */
  readonly idleSince: number;
  /** When the present run began; `undefined` while it is not resident. */
  readonly runSince: number | undefined;
  /** When it was stopped; `undefined` unless it has a container that does not run. */
  readonly stoppedSince: number | undefined;
  /** Until when its container is kept at least. */
  readonly keepUntil: number | undefined;
  /** Whether its callers have been warned that its life ends. */
  readonly warned: boolean;
}

/** The next thing that time does to a member. */
export interface Due {
  readonly at: number;
  readonly act: 'warn' | SleepAction;
  readonly cause: 'idle' | 'life' | 'kept';
}

/** Nothing is due in the middle of a change, and nothing comes before what it deepens. */
const DEPTH: Partial<Record<FamilyState, number>> = { running: 0, paused: 1, stopped: 2, failed: 2 };
const DEPTH_AFTER: Readonly<Record<SleepAction, number>> = { pause: 1, stop: 2, remove: 3 };

/** What falls due next; `undefined` when time alone will do nothing. Pure, and the only place that decides it. */
export function nextDue(
  facts: ScheduleFacts,
  settings: Pick<FamilySettings, 'idle' | 'life' | 'keepMs'>,
): Due | undefined {
  const depth = DEPTH[facts.state];
  if (depth === undefined) return undefined;
  const candidates = [
    idleDue(facts, settings, depth),
    lifeDue(facts, settings, depth),
    keepDue(facts, settings),
  ];
  let next: Due | undefined;
  for (const due of candidates) if (due !== undefined && (next === undefined || due.at < next.at)) next = due;
  return next;
}

function idleDue(
  facts: ScheduleFacts,
  { idle }: Pick<FamilySettings, 'idle'>,
  depth: number,
): Due | undefined {
  if (facts.held) return undefined;
  const tier = idle.find(({ action }) => DEPTH_AFTER[action] > depth);
  if (tier === undefined) return undefined;
  const at = facts.idleSince + tier.afterMs;
  return {
    at: tier.action === 'remove' ? Math.max(at, facts.keepUntil ?? 0) : at,
    act: tier.action,
    cause: 'idle',
  };
}

function lifeDue(
  { runSince, warned }: ScheduleFacts,
  { life }: Pick<FamilySettings, 'life'>,
  depth: number,
): Due | undefined {
  if (life === undefined || runSince === undefined || depth > 1) return undefined;
  const end = runSince + life.maxMs;
  return warned || life.warnMs === 0
    ? { at: end, act: 'stop', cause: 'life' }
    : { at: end - life.warnMs, act: 'warn', cause: 'life' };
}

function keepDue(
  { stoppedSince, keepUntil, held }: ScheduleFacts,
  { keepMs }: Pick<FamilySettings, 'keepMs'>,
): Due | undefined {
  if (stoppedSince === undefined || held || keepMs === Number.POSITIVE_INFINITY) return undefined;
  return { at: Math.max(stoppedSince + keepMs, keepUntil ?? 0), act: 'remove', cause: 'kept' };
}
