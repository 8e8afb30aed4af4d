import type { Injector } from '@docktopus/core';
import type { AcceptedCall } from '../job/index.ts';
import type { BoundRoute, Match } from './bound-router.ts';
import { type Ending, notFound, runRoute } from './run-route.ts';

/**
 * Runs everything that matches `call`, at the same time. Never rejects.
 *
 * @param match `undefined` when no route matches.
 * @param onBeside hears of each `always` handler as it ends.
 * @returns the ending that answers the call, once all have ended.
 */
export function dispatch(
  match: Match | undefined,
  call: AcceptedCall,
  injector: Injector,
  onBeside: (ending: Ending) => void,
): Promise<Ending> {
  if (match === undefined) return Promise.resolve(notFound(call));
  const answer = runRoute(match.main, call, injector);
  return match.beside.length === 0 ? answer : withBeside(answer, match.beside, call, injector, onBeside);
}

async function withBeside(
  answer: Promise<Ending>,
  beside: readonly BoundRoute[],
  call: AcceptedCall,
  injector: Injector,
  onBeside: (ending: Ending) => void,
): Promise<Ending> {
  await Promise.all(beside.map(async (route) => onBeside(await runRoute(route, call, injector))));
  return answer;
}
