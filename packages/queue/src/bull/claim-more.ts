import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AskedPlace, WorkerPlaces } from './worker-places.ts';

/** How many jobs are asked for at once. */
const MOST_AT_ONCE = 64;

/**
 * Where one job was, there are often others: asks for twice as many each time, for as long as there is room and each ask
 * finds one.
 *
 * @param room how many more jobs there is room for now; none once the worker stops.
 * @param claim asks for one, and says whether there was one.
 */
export async function claimMore(
  places: WorkerPlaces,
  room: () => number,
  claim: (place: AskedPlace) => Promise<boolean>,
): Promise<void> {
  for (let count = 1; ; count = Math.min(2 * count, MOST_AT_ONCE)) {
    // A job that ends hands its place to the next one: it comes first.
    await nextTurn();
    const asked = Math.min(room(), count);
    if (asked === 0 || (await claimMany(places, asked, claim)) < asked) return;
  }
}

async function claimMany(
  places: WorkerPlaces,
  count: number,
  claim: (place: AskedPlace) => Promise<boolean>,
): Promise<number> {
  const claims = await Promise.allSettled(
    Array.from({ length: count }, async () => {
      using place = places.ask();
      return await claim(place);
    }),
  );
  const failed = claims.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  return claims.filter((made) => made.status === 'fulfilled' && made.value).length;
}
