import type { Injector } from '@docktopus/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { applyLayers, type JobHandler, type JobId } from '../job/index.ts';
import { type JobCounters, newJobCounters } from './job-counters.ts';
import type { JobOptions } from './job-options.ts';
import type { Route, Router } from './router.ts';

/** A handler ready to run: tied to its injector, inside its layers. */
export interface BoundRoute {
  /** `'route'`, `'fallback'`, `'always[0]'`: what its results say they were handled by. */
  readonly handledBy: string;
  readonly run: JobHandler;
}

/** The handlers that run for one call. */
export interface Match {
  /** How the job is called in metrics: its id, or `(other)` for all ids that have no route. */
  readonly label: string;
  /** The one whose result answers the call: the route, else the fallback, else the first `always`. */
  readonly main: BoundRoute;
  readonly beside: readonly BoundRoute[];
  readonly counters: JobCounters;
}

/** A job of a router, to look at. */
export interface BoundJob {
  readonly id: JobId;
  readonly options: JobOptions;
  readonly counters: JobCounters;
}

/** A router tied to an injector. */
export interface BoundRouter {
  /** `undefined` when no route matches. */
  match(id: JobId): Match | undefined;
  /** The schema of the body, where the job's handler has one. */
  bodySchema(id: JobId): StandardSchemaV1 | undefined;
  /** What the job was added with; `undefined` without a route. */
  options(id: JobId): JobOptions | undefined;
  /** The jobs that have a route, in the order they were added. */
  readonly jobs: readonly BoundJob[];
  /** Counts calls whose id has no route. */
  readonly unrouted: JobCounters;
}

/**
 * Ties all handlers of `router` to `injector`, once, so that a dispatch is one look-up.
 *
 * @throws DocktopusError when a handler needs something that cannot be found.
 */
export function bindRouter(router: Router, injector: Injector): BoundRouter {
  const always = router.alwaysRoutes.map((route, index) => bindRoute(route, `always[${index}]`, injector));
  const matches = new Map(
    [...router.routes].map(([id, route]): [JobId, Match] => [
      id,
      {
        label: String(id),
        main: bindRoute(route, 'route', injector),
        beside: always,
        counters: newJobCounters(),
      },
    ]),
  );
  const unrouted = matchWithoutRoute(router.fallbackRoute, always, injector);
  const jobs = [...router.routes].map(([id, { options }]): BoundJob => {
    const { counters } = matches.get(id) as Match;
    return { id, options, counters };
  });
  return {
    match: (id) => matches.get(id) ?? unrouted,
    bodySchema: (id) => (router.routes.get(id) ?? router.fallbackRoute)?.body,
    options: (id) => router.routes.get(id)?.options,
    jobs,
    unrouted: unrouted?.counters ?? newJobCounters(),
  };
}

function matchWithoutRoute(
  fallback: Route | undefined,
  always: readonly BoundRoute[],
  injector: Injector,
): Match | undefined {
  const rest = { label: '(other)', counters: newJobCounters() };
  if (fallback !== undefined)
    return { ...rest, main: bindRoute(fallback, 'fallback', injector), beside: always };
  const [main, ...beside] = always;
  return main && { ...rest, main, beside };
}

function bindRoute({ handler, layers }: Route, handledBy: string, injector: Injector): BoundRoute {
  const bound = typeof handler === 'function' ? handler : handler.bind(injector);
  return { handledBy, run: applyLayers(layers, bound) };
}
