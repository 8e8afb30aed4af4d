import type { Injector } from '@docktopus/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { applyLayers, type JobHandler, type JobId } from '../job/index.ts';
import type { Route, Router } from './router.ts';

/** A handler ready to run: tied to its injector, inside its layers. */
export interface BoundRoute {
  /** `'route'`, `'fallback'`, `'always[0]'`: what its results say they were handled by. */
  readonly handledBy: string;
  readonly run: JobHandler;
}

/** The handlers that run for one call. */
export interface Match {
  /** The one whose result answers the call: the route, else the fallback, else the first `always`. */
  readonly main: BoundRoute;
  readonly beside: readonly BoundRoute[];
}

/** A router tied to an injector. */
export interface BoundRouter {
  /** `undefined` when no route matches. */
  match(id: JobId): Match | undefined;
  /** What the job's handler says that a body has to be. */
  bodySchema(id: JobId): StandardSchemaV1 | undefined;
}

/**
 * Ties all handlers of `router` to `injector`, once, so that a dispatch is one look-up.
 *
 * @throws DocktopusError when a handler needs something that cannot be found.
 */
export function bindRouter(router: Router, injector: Injector): BoundRouter {
  const always = router.alwaysRoutes.map((route, index) => bindRoute(route, `always[${index}]`, injector));
  const withAlways = (main: BoundRoute): Match => ({ main, beside: always });
  const matches = new Map(
    [...router.routes].map(([id, route]) => [id, withAlways(bindRoute(route, 'route', injector))]),
  );
  const unrouted = matchWithoutRoute(router.fallbackRoute, always, injector);
  return {
    match: (id) => matches.get(id) ?? unrouted,
    bodySchema: (id) => (router.routes.get(id) ?? router.fallbackRoute)?.body,
  };
}

function matchWithoutRoute(
  fallback: Route | undefined,
  always: readonly BoundRoute[],
  injector: Injector,
): Match | undefined {
  if (fallback !== undefined) return { main: bindRoute(fallback, 'fallback', injector), beside: always };
  const [main, ...beside] = always;
  return main && { main, beside };
}

function bindRoute({ handler, layers }: Route, handledBy: string, injector: Injector): BoundRoute {
  const bound = typeof handler === 'function' ? handler : handler.bind(injector);
  return { handledBy, run: applyLayers(layers, bound) };
}
