import type { ResourceSnapshot } from './resource-kind.ts';

/** The same snapshot, marked as last known; itself when it is marked already. */
export function asStale<S extends ResourceSnapshot>(snapshot: S): S {
  return snapshot.stale ? snapshot : { ...snapshot, stale: true, version: snapshot.version + 1 };
}
