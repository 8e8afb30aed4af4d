import type { Injector } from '@docktopus/core';
import type { AcceptedCall, CallPlace } from '../job/index.ts';
import type { BoundRoute, Match } from './bound-router.ts';
import { type Ending, notFound, runRoute } from './run-route.ts';

/** A call on its way through its handlers, which share its place. */
export interface DispatchedCall extends CallPlace {
  readonly call: AcceptedCall;
  /** `undefined` when no route matches. */
  readonly match: Match | undefined;
  /** Whether the answering handler's wish for a later try is an ending; otherwise that handler is run again. */
  readonly submitterDecides: boolean;
  /** Hears of each handler beside the answering one as it ends. */
  onBeside(ending: Ending): void;
}

/**
 * Runs everything that matches a call, at the same time. Never rejects.
 *
 * @returns the ending that answers the call, once all have ended.
 */
export function dispatch(run: DispatchedCall, injector: Injector): Promise<Ending> {
  const { match, call, submitterDecides } = run;
  if (match === undefined) return Promise.resolve(notFound(call));
  return match.beside.length === 0
    ? runRoute(match.main, call, injector, run, submitterDecides)
    : dispatchAll(match, run, injector);
}

async function dispatchAll(
  { main, beside }: Match,
  run: DispatchedCall,
  injector: Injector,
): Promise<Ending> {
  const runOne = async (route: BoundRoute, returnsLater: boolean) => {
    const ending = await runRoute(route, run.call, injector, run, returnsLater);
    run.handlerEnded();
    return ending;
  };
  const answer = runOne(main, run.submitterDecides);
  await Promise.all(beside.map(async (route) => run.onBeside(await runOne(route, false))));
  return answer;
}
