import { DocktopusError } from '../../errors/index.ts';

/** The newest API version that the models here were written for. */
export const NEWEST_API_VERSION = '1.47';
/** Docker 19.03 and Podman 3. Creating for a platform and one-shot stats want 1.41; older engines ignore both. */
const OLDEST_API_VERSION = '1.40';

/** What both sides say about the API versions that they speak. */
export interface SpokenVersions {
  /** The engine's newest; absent for engines older than the header. */
  readonly newest: string | undefined;
  /** The engine's oldest, when it says so. */
  readonly oldest: string | undefined;
  /** As in `DOCKER_API_VERSION`: taken without negotiation. */
  readonly wanted: string | undefined;
}

/**
 * The newest version that both sides speak. An engine whose oldest is newer than ours gets its oldest:
 * its additions do not hurt.
 *
 * @throws DocktopusError `engine.unsupported` for an engine that is too old.
 */
export function negotiateApiVersion({ newest, oldest, wanted }: SpokenVersions): string {
  if (wanted) return wanted.replace(/^v/, '');
  const theirs = newest ?? '1.24';
  if (isOlder(theirs, OLDEST_API_VERSION)) {
    throw new DocktopusError('engine.unsupported', {
      operation: 'connectDocker',
      reason: `the engine speaks API ${theirs}, and at least ${OLDEST_API_VERSION} is needed`,
      hint: 'Update the engine: Docker 19.03 and Podman 3 are new enough',
    });
  }
  const common = isOlder(theirs, NEWEST_API_VERSION) ? theirs : NEWEST_API_VERSION;
  return oldest !== undefined && isOlder(common, oldest) ? oldest : common;
}

function isOlder(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB);
}
