import { isRecord } from '../../json/index.ts';
import type { Moment } from '../time/index.ts';

/**
 * What is written down of one member because the engine cannot hold it: labels are frozen, and a container that is gone
 * says nothing. All of it is for doing better, none of it for being safe: without it, members are idle from the moment
 * that they are found.
 */
export interface MemberFacts {
  /** The canonical text of its key. */
  readonly key: string;
  /** When it was last used. */
  readonly used?: Moment | undefined;
  /** When its present run began. */
  readonly ranSince?: Moment | undefined;
  /** When it was stopped. */
  readonly stopped?: Moment | undefined;
  /** Until when its container is kept at least, whatever `keep` says. */
  readonly keepUntil?: Moment | undefined;
  /** The last generation that it has had. */
  readonly generation: number;
  /** Why the container before is gone; with a container, absent. */
  readonly lost?: string | undefined;
  /** Unasked ends that still count. */
  readonly ends?: readonly Moment[] | undefined;
  /** The container that it has from the pool, whose labels name no key. */
  readonly claimed?: string | undefined;
  /** Ids of commands that run in it in the background. */
  readonly spawned?: readonly string[] | undefined;
}

/** Reads what was written; `undefined` for what was not written here. Fields that are not as they should be are left out. */
export function readMemberFacts(value: unknown): MemberFacts | undefined {
  if (!isRecord(value) || typeof value.key !== 'string') return undefined;
  const { generation } = value;
  return {
    key: value.key,
    generation: Number.isSafeInteger(generation) && (generation as number) > 0 ? (generation as number) : 0,
    used: readMoment(value.used),
    ranSince: readMoment(value.ranSince),
    stopped: readMoment(value.stopped),
    keepUntil: readMoment(value.keepUntil),
    lost: typeof value.lost === 'string' ? value.lost : undefined,
    ends: readList(value.ends, readMoment),
    claimed: typeof value.claimed === 'string' ? value.claimed : undefined,
    spawned: readList(value.spawned, (id) => (typeof id === 'string' ? id : undefined)),
  };
}

function readMoment(value: unknown): Moment | undefined {
  if (!isRecord(value) || typeof value.wall !== 'number' || !Number.isFinite(value.wall)) return undefined;
  const { wall, sinceBoot } = value;
  return typeof sinceBoot === 'number' && Number.isFinite(sinceBoot) ? { wall, sinceBoot } : { wall };
}

function readList<T>(value: unknown, read: (entry: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.slice(0, 100).map(read);
  return entries.filter((entry) => entry !== undefined) as T[];
}
