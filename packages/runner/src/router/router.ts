import { type BlueprintEnvironment, DocktopusError } from '@docktopus/core';
import { checkArguments, readThing } from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type BindableHandler,
  checkedJobId,
  deriveCall,
  type JobHandler,
  type JobId,
  type Layer,
  printableJobId,
} from '../job/index.ts';
import { checkJobOptions, checkLateJobOptions, checkLayers } from './check-job-options.ts';
import { layersOf } from './job-layers.ts';
import type { BodyOptions, JobOptions } from './job-options.ts';
import { validateBody } from './validate-body.ts';

/** One handler of a router, as it was added. */
export interface Route {
  readonly handler: JobHandler | BindableHandler;
  readonly options: JobOptions;
  /** Those that its options stand for, inside those that routers put around it; outermost first. */
  readonly layers: readonly Layer[];
  /** The schema of its body, where the handler has one. */
  readonly body: StandardSchemaV1 | undefined;
  /** What says its options once the settings are read. */
  readonly fromSettings?: OptionsFromSettings | undefined;
}

interface Table {
  readonly routes: ReadonlyMap<JobId, Route>;
  readonly always: readonly Route[];
  readonly fallback: Route | undefined;
}

const EMPTY: Table = { routes: new Map(), always: [], fallback: undefined };

/**
 * Which handlers run for a call. A value: each method returns a new router and leaves this one as it is.
 *
 * For a call run the route of its id, or else the fallback, and beside it every `always` handler. When none of them
 * exists, no route has matched, which is something else than a handler that returned nothing.
 */
export class Router {
  readonly #table: Table;

  private constructor(table: Table) {
    this.#table = table;
  }

  static create(): Router {
    return new Router(EMPTY);
  }

  get routes(): ReadonlyMap<JobId, Route> {
    return this.#table.routes;
  }

  get alwaysRoutes(): readonly Route[] {
    return this.#table.always;
  }

  get fallbackRoute(): Route | undefined {
    return this.#table.fallback;
  }

  /** Whether there is no handler at all. */
  get empty(): boolean {
    return this.routes.size === 0 && this.alwaysRoutes.length === 0 && this.fallbackRoute === undefined;
  }

  /**
   * Runs `handler` for calls of `id`.
   *
   * @throws DocktopusError `job.duplicate` when the id has a route, `job.invalid` when it cannot be one.
   */
  route<Schema extends StandardSchemaV1>(
    id: JobId,
    handler: JobHandler<StandardSchemaV1.InferOutput<Schema>>,
    options: BodyOptions<Schema>,
  ): Router;
  route<Env extends BlueprintEnvironment>(
    id: JobId,
    handler: JobHandler | BindableHandler,
    options?: JobOptions | OptionsFromSettings<Env>,
  ): Router;
  route(
    id: JobId,
    handler: JobHandler<never> | BindableHandler,
    options: JobOptions | OptionsFromSettings<never> = {},
  ): Router {
    const subject = printableJobId(checkedJobId(id));
    return this.#with({ routes: new Map([[id, toRoute(handler, options, subject)]]) });
  }

  /** Runs `handler` for every call, beside its route or fallback. */
  always(handler: JobHandler, options: JobOptions = {}): Router {
    return this.#with({ always: [toRoute(handler, options, 'always()')] });
  }

  /**
   * Runs `handler` for calls whose id has no route.
   *
   * @throws DocktopusError `job.duplicate` when there is a fallback.
   */
  fallback(handler: JobHandler, options: JobOptions = {}): Router {
    return this.#with({ fallback: toRoute(handler, options, 'fallback()') });
  }

  /**
   * Puts `layers` around everything that was added so far, outside of earlier layers; the first one is the outermost.
   */
  layer(...layers: readonly Layer[]): Router {
    checkLayers(layers, 'router.layer');
    const around = (route: Route): Route => ({ ...route, layers: [...layers, ...route.layers] });
    const { routes, always, fallback } = this.#table;
    return new Router({
      routes: new Map([...routes].map(([id, route]) => [id, around(route)])),
      always: always.map(around),
      fallback: fallback && around(fallback),
    });
  }

  /** The same with the options of all jobs, those that come from settings as well. @throws DocktopusError `job.invalid` */
  withSettings(settings: BlueprintEnvironment): Router {
    const routes = [...this.routes].map(([id, route]): [JobId, Route] => [
      id,
      settled(route, settings, printableJobId(id)),
    ]);
    return new Router({ ...this.#table, routes: new Map(routes) });
  }

  /**
   * Adds everything of `router`, within the layers that it has.
   *
   * @throws DocktopusError `job.duplicate` when both have a route for an id, or a fallback.
   */
  nest(router: Router): Router {
    checkArguments(
      { router },
      { router: readThing('a Router', (value) => #table in value) },
      'router.nest',
      undefined,
      'job.invalid',
    );
    return this.#with(router.#table);
  }

  #with(added: Partial<Table>): Router {
    const routes = new Map(this.routes);
    for (const [id, route] of added.routes ?? []) {
      if (routes.has(id)) throw duplicate(`job ${printableJobId(id)}`);
      routes.set(id, route);
    }
    if (added.fallback !== undefined && this.fallbackRoute !== undefined) throw duplicate('the fallback');
    return new Router({
      routes,
      always: [...this.alwaysRoutes, ...(added.always ?? [])],
      fallback: added.fallback ?? this.fallbackRoute,
    });
  }
}

const readHandler = readThing(
  'a function, or the method of a class that is marked with @job',
  (value) => typeof value === 'function' || 'bind' in value,
);

/** What the options of a job are, once the settings are read: `(env: Settings) => ({ concurrency: env.flushes })`. */
export type OptionsFromSettings<Env = never> = (env: Env) => JobOptions;

function settled({ fromSettings, ...route }: Route, settings: BlueprintEnvironment, subject: string): Route {
  if (fromSettings === undefined) return route;
  const options = fromSettings(settings as never);
  checkLateJobOptions(options, subject);
  return { ...route, options, layers: [...route.layers, ...layersOf(options)] };
}

function toRoute(
  handler: JobHandler<never> | BindableHandler,
  given: JobOptions | OptionsFromSettings,
  subject: string,
): Route {
  checkArguments({ handler }, { handler: readHandler }, 'job', subject, 'job.invalid');
  if (typeof given === 'function') return { ...toRoute(handler, {}, subject), fromSettings: given };
  const options = given;
  checkJobOptions(options, subject);
  const schema = 'body' in options ? (options as BodyOptions<StandardSchemaV1>).body : undefined;
  const layers = layersOf(options);
  if (typeof handler !== 'function') return { handler, options, layers, body: handler.body };
  const plain = handler as JobHandler;
  const checked = schema === undefined ? plain : withValidBody(schema, plain);
  return { handler: checked, options, layers, body: schema };
}

function withValidBody(schema: StandardSchemaV1, handler: JobHandler): JobHandler {
  return async (call, scope) =>
    handler(deriveCall(call, { body: await validateBody(schema, call.body, call.jobId) }), scope);
}

function duplicate(subject: string): DocktopusError {
  return new DocktopusError('job.duplicate', {
    operation: 'router',
    subject,
    reason: 'it has a handler already',
    hint: 'Give one of them another id; to run several handlers for one call, add the others with always()',
  });
}
