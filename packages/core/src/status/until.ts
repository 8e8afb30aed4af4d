import { EmptyError, first, firstValueFrom, merge, Observable } from 'rxjs';
import { DocktopusError, invalid, printable } from '../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../input/index.ts';
import { type CallOptions, onAbort, startDeadline } from '../scope/index.ts';
import type { ContainerSnapshot } from './container-snapshot.ts';
import { isTerminal } from './container-status.ts';

/**
 * What to wait for. The named ones are believed only of an engine that is there; a predicate sees every snapshot,
 * those marked `stale` included.
 */
export type UntilCondition = NamedCondition | ((snapshot: ContainerSnapshot) => boolean);

type NamedCondition = 'running' | 'exited' | 'removed' | 'healthy';

const named: Readonly<Record<NamedCondition, (snapshot: ContainerSnapshot) => boolean>> = {
  running: ({ status, stale }) => !stale && status === 'running',
  exited: ({ status, stale }) => !stale && isTerminal(status),
  removed: ({ status, stale }) => !stale && status === undefined,
  healthy: ({ health, stale }) => !stale && health === 'healthy',
};

/**
 * Resolves with the first of `snapshots` that fulfils `condition`.
 *
 * @param subject names the container in errors.
 * @default timeoutMs 60_000
 * @throws DocktopusError `timeout`, `aborted`; `container.removed` when the snapshots end before it was fulfilled;
 *   `spec.invalid` for a name that is none of these.
 */
export async function until(
  snapshots: Observable<ContainerSnapshot>,
  condition: UntilCondition,
  options: CallOptions = {},
  subject?: string,
): Promise<ContainerSnapshot> {
  checkOptions(options, CALL_OPTIONS, 'container.until', subject);
  using deadline = startDeadline(options, 60_000, 'container.until', subject);
  const holds = typeof condition === 'function' ? condition : namedCondition(condition, subject);
  const found = snapshots.pipe(first((snapshot) => holds(snapshot)));
  try {
    return await firstValueFrom(merge(found, failsOnAbort(deadline.signal)));
  } catch (error) {
    throw error instanceof EmptyError ? endedError(condition, subject) : error;
  }
}

function namedCondition(name: NamedCondition, subject: string | undefined) {
  if (typeof name === 'string' && Object.hasOwn(named, name)) return named[name];
  const names = Object.keys(named).join(', ');
  const issue = {
    path: 'condition',
    got: printable(name),
    expected: `one of ${names}, or a function of the state`,
  };
  throw invalid('spec.invalid', 'container.until', [issue], subject);
}

function failsOnAbort(signal: AbortSignal): Observable<never> {
  return new Observable((subscriber) => onAbort(signal, () => subscriber.error(signal.reason)));
}

function endedError(condition: UntilCondition, subject: string | undefined): DocktopusError {
  const wanted = typeof condition === 'string' ? `it was ${condition}` : 'the condition held';
  return new DocktopusError('container.removed', {
    operation: 'container.until',
    subject,
    reason: `it was removed, or its client closed, before ${wanted}`,
  });
}
