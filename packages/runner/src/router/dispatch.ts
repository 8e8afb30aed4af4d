import type { Injector } from '@docktopus/core';
import type { JobCall } from '../job/index.ts';
import type { BoundRoute, Match } from './bound-router.ts';
import { type Ending, notFound, runRoute } from './run-route.ts';

/**
 * Runs everything that matches `call`, at the same time. Never rejects.
 *
 * @param match `undefined` when no route matches.
 * @param onEnding hears of each handler as it ends.
 * @returns the ending that answers the call, once all have ended.
 */
export async function dispatch(
  match: Match | undefined,
  call: JobCall,
  injector: Injector,
  onEnding: (ending: Ending) => void,
): Promise<Ending> {
  if (match === undefined) return tell(notFound(call), onEnding);
  if (match.beside.length === 0) return tell(await runRoute(match.main, call, injector), onEnding);
  const one = async (route: BoundRoute) => tell(await runRoute(route, call, injector), onEnding);
  const [answer] = await Promise.all([one(match.main), ...match.beside.map(one)]);
  return answer;
}

function tell(ending: Ending, onEnding: (ending: Ending) => void): Ending {
  onEnding(ending);
  return ending;
}
