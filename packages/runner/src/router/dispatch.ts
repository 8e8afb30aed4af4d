import type { Injector } from '@docktopus/core';
import { type AcceptedCall, type CallPlace, NO_PLACE } from '../job/index.ts';
import type { BoundRoute, Match } from './bound-router.ts';
import { type Ending, notFound, runRoute } from './run-route.ts';

export interface DispatchOptions {
  readonly injector: Injector;
  /** What the handlers share, and give back while all of them pause. @default nothing */
  readonly place?: CallPlace | undefined;
  /** Whether the answering handler's wish for a later try is an ending. @default false: it is run again */
  readonly returnsLater?: boolean | undefined;
  /** Hears of each handler beside the answering one as it ends. */
  onBeside(ending: Ending): void;
}

/**
 * Runs everything that matches `call`, at the same time. Never rejects.
 *
 * @param match `undefined` when no route matches.
 * @returns the ending that answers the call, once all have ended.
 */
export function dispatch(
  match: Match | undefined,
  call: AcceptedCall,
  options: DispatchOptions,
): Promise<Ending> {
  if (match === undefined) return Promise.resolve(notFound(call));
  const { injector, place = NO_PLACE, returnsLater } = options;
  if (match.beside.length > 0) return dispatchAll(match, call, options);
  return runRoute(match.main, call, injector, place, returnsLater);
}

async function dispatchAll(
  { main, beside }: Match,
  call: AcceptedCall,
  { injector, place = NO_PLACE, returnsLater, onBeside }: DispatchOptions,
): Promise<Ending> {
  const run = async (route: BoundRoute, later?: boolean) => {
    const ending = await runRoute(route, call, injector, place, later);
    place.handlerEnded();
    return ending;
  };
  const answer = run(main, returnsLater);
  await Promise.all(beside.map(async (route) => onBeside(await run(route))));
  return answer;
}
