import { DocktopusError } from '../../errors/index.ts';
import type { ContainerSnapshot } from '../../status/index.ts';

/** How a container has ended. */
export interface Death {
  readonly snapshot: ContainerSnapshot;
  /** As a sentence's end: `'exited with code 3'`. */
  readonly reason: string;
}

/**
 * Whether the container has ended since it was started, whatever its restart policy makes of that.
 *
 * @param restartsBefore the restart count just after the start: a larger one is an end that was followed by a start.
 */
export function deathOf(snapshot: ContainerSnapshot, restartsBefore: number): Death | undefined {
  const { status, exitCode, error, oomKilled } = snapshot;
  switch (status) {
    case undefined:
      return { snapshot, reason: 'was removed' };
    case 'created':
      return error === undefined ? undefined : { snapshot, reason: `could not be started: ${error}` };
    case 'running':
    case 'paused':
      if (snapshot.restartCount <= restartsBefore) return undefined;
      return { snapshot, reason: 'ended, and its restart policy has started it again' };
    default: {
      const how = oomKilled ? 'was killed because it ran out of memory: exit code' : 'exited with code';
      const then = status === 'restarting' ? ', and its restart policy is about to start it again' : '';
      return { snapshot, reason: `${how} ${exitCode}${then}` };
    }
  }
}

/** The error of a start whose container has died. */
export function deathError({ snapshot, reason }: Death, subject: string, cause?: unknown): DocktopusError {
  const { exitCode, oomKilled, restartCount, error } = snapshot;
  return new DocktopusError(snapshot.status === undefined ? 'container.removed' : 'container.exited', {
    operation: 'container.start',
    subject,
    reason: `it ${reason} before it was ready`,
    cause,
    details: { exitCode, oomKilled, restartCount, error },
  });
}
