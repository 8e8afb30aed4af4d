import { isDocktopusError } from '../../errors/index.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import type { Place } from '../endpoint/places.ts';
import { type FailedPlace, unreachableError } from './unreachable-error.ts';

/** One of several places that hangs must not use up the time of the others. */
const FIRST_TRY_MS = 2_000;

/**
 * What `connect` makes of the first place where an engine answers. A place of several that is slow gets the rest
 * of the time when none of the others answers.
 *
 * @throws DocktopusError `engine.unreachable` with every place; the signal's reason when it is the only one.
 */
export async function connectFirstReachable<T>(
  operation: string,
  places: readonly Place[],
  connect: (endpoint: Endpoint, withinMs: number) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const failures = new Map<Place, FailedPlace>();
  const several = places.length > 1;

  const attempt = async (place: Place, withinMs: number): Promise<T | undefined> => {
    if ('problem' in place) {
      failures.set(place, { place });
      return undefined;
    }
    try {
      return await connect(place.endpoint, withinMs);
    } catch (error) {
      const timeIsUp = isDocktopusError(signal.reason, 'timeout') && several;
      if (signal.aborted && !timeIsUp) throw signal.reason;
      failures.set(place, { place, error });
      return undefined;
    }
  };

  for (const place of places) {
    const answer = await attempt(place, several ? FIRST_TRY_MS : Number.POSITIVE_INFINITY);
    if (answer !== undefined) return answer;
  }
  const slow = places.find((place) => isDocktopusError(failures.get(place)?.error, 'timeout'));
  const answer = slow && (await attempt(slow, Number.POSITIVE_INFINITY));
  if (answer !== undefined) return answer;
  throw unreachableError(operation, [...failures.values()]);
}
