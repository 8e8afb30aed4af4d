import { combineLatest, map, type Observable, of } from 'rxjs';
import type { ContainerSnapshot } from '../status/index.ts';
import type { ContainerRegistry } from './container-registry.ts';

/** The latest of every container in one map. */
export function containerStates(
  containers: ContainerRegistry,
): Observable<ReadonlyMap<string, ContainerSnapshot>> {
  const entries = [...containers];
  if (entries.length === 0) return of(new Map());
  const names = entries.map(([name]) => name);
  return combineLatest(entries.map(([, container]) => container.state$)).pipe(
    map((snapshots) => new Map(snapshots.map((snapshot, index) => [names[index] ?? '', snapshot]))),
  );
}
