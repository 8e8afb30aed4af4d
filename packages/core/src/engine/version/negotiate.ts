import { DocktopusError } from '../../errors/index.ts';
import { isOlder } from './is-older.ts';

/** The newest API version whose answers and requests were read against what is used here: Docker 29. */
export const NEWEST_API_VERSION = '1.52';
/** Docker 19.03 and Podman 3. Creating for a platform and one-shot stats want 1.41; older engines ignore both. */
const OLDEST_API_VERSION = '1.40';

/** Whether an engine that speaks up to `newest` has it in common with us, whatever its oldest is. */
export function isSpoken(newest: string): boolean {
  return !isOlder(newest, OLDEST_API_VERSION) && !isOlder(NEWEST_API_VERSION, newest);
}

/** What both sides say about the API versions that they speak. */
export interface SpokenVersions {
  /** The engine's newest; absent for engines older than the header. */
  readonly newest: string | undefined;
  /** The engine's oldest, when it says so. */
  readonly oldest: string | undefined;
  /** As in `DOCKER_API_VERSION`: taken when the engine speaks it, whether we know it or not. */
  readonly wanted: string | undefined;
}

/**
 * The newest version that both sides speak, or the one that was asked for.
 *
 * @throws DocktopusError `engine.unsupported` when there is none; `details` has the versions of both sides.
 */
export function negotiateApiVersion({ newest = '1.24', oldest, wanted }: SpokenVersions): string {
  const refuse = (against: string, hint: string) =>
    new DocktopusError('engine.unsupported', {
      operation: 'connectDocker',
      reason: `the engine speaks API ${range(oldest, newest)}, and ${against}`,
      hint,
      details: {
        engine: { oldest, newest },
        docktopus: { oldest: OLDEST_API_VERSION, newest: NEWEST_API_VERSION },
      },
    });
  if (wanted) {
    const version = wanted.replace(/^v/, '');
    const spoken = !isOlder(newest, version) && !(oldest !== undefined && isOlder(version, oldest));
    if (spoken) return version;
    throw refuse(`${version} was asked for`, 'Leave DOCKER_API_VERSION and the option apiVersion unset');
  }
  const ours = `Docktopus ${range(OLDEST_API_VERSION, NEWEST_API_VERSION)}`;
  if (isOlder(newest, OLDEST_API_VERSION)) {
    throw refuse(ours, 'Update the engine: Docker 19.03 and Podman 3 are new enough');
  }
  if (oldest !== undefined && isOlder(NEWEST_API_VERSION, oldest)) {
    throw refuse(ours, `Update Docktopus; until then DOCKER_API_VERSION=${oldest} tries it all the same`);
  }
  return isOlder(newest, NEWEST_API_VERSION) ? newest : NEWEST_API_VERSION;
}

function range(oldest: string | undefined, newest: string): string {
  return oldest === undefined ? `up to ${newest}` : `${oldest} to ${newest}`;
}
