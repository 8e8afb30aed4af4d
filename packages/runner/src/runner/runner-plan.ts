import {
  type BlueprintEnvironment,
  type DockerContext,
  DocktopusError,
  type Injector,
} from '@docktopus/core';
import {
  type Constructor,
  checkArguments,
  type InjectionToken,
  type Provider,
  type Reader,
  readFunction,
  readList,
} from '@docktopus/core/kit';
import type { Consumer, ConsumerOptions } from '../consumers/index.ts';
import type { JobStore, QueueOptions } from '../durable/index.ts';
import type { HostRouter, MountedHttp } from '../http/index.ts';
import type { Layer } from '../job/index.ts';
import type { Producer, ProducerOptions } from '../producers/index.ts';
import { Router } from '../router/index.ts';
import type { BackgroundService, ServiceOptions } from './background-service.ts';
import { isBlueprintPart, PART } from './blueprint-part.ts';
import type { RunnerContexts } from './runner-contexts.ts';
import type { HttpOptions, RunnerOptions } from './runner-options.ts';
import type { ShutdownHook } from './shutdown-hooks.ts';

/** A router that a context makes. */
export interface ServedRouter {
  readonly context: Constructor<DockerContext>;
  make(context: DockerContext): HostRouter;
}

export function servedRouter<T extends DockerContext>(
  context: Constructor<T>,
  make: (context: T) => HostRouter,
): ServedRouter {
  checkArguments(
    { context, make },
    { context: readFunction, make: readFunction },
    'runner.serve',
    undefined,
    'runner.invalid',
  );
  return { context, make: (made) => make(made as T) };
}

/** What is there once the contexts are connected. */
export interface ConnectedHost {
  readonly injector: Injector;
  /** The settings of all contexts. */
  readonly settings: BlueprintEnvironment;
}

/** Adds to a plan what needs connected contexts: settings, or containers. */
export type LatePart = (plan: RunnerPlan, host: ConnectedHost) => RunnerPlan;

/** Everything that a runner was told before it started. */
export interface RunnerPlan {
  readonly contexts: readonly Constructor<DockerContext>[];
  /** What tokens stand for, in contexts and jobs. */
  readonly providers: readonly (readonly [token: InjectionToken, provider: Provider])[];
  readonly router: Router;
  readonly layers: readonly Layer[];
  readonly producers: readonly { readonly producer: Producer; readonly options: ProducerOptions }[];
  readonly consumers: readonly { readonly consumer: Consumer; readonly options: ConsumerOptions }[];
  readonly services: readonly { readonly service: BackgroundService; readonly options: ServiceOptions }[];
  readonly hooks: readonly ShutdownHook[];
  readonly queue: { readonly store: JobStore; readonly options: QueueOptions } | undefined;
  /** A router for its own host names, made once its context is connected. */
  readonly served: readonly ServedRouter[];
  readonly http: HttpOptions | undefined;
  /** Set when an application's own server serves it. */
  readonly mounted: MountedHttp | undefined;
  readonly options: RunnerOptions;
  readonly late: readonly LatePart[];
}

const readPart: Reader<unknown> = (value, problems) =>
  isBlueprintPart(value) || (typeof value === 'function' && value.prototype instanceof Object)
    ? value
    : problems.refuse(value, 'the class of a context, or a blueprint()');

/** The plan of a runner that was told nothing but its contexts. */
export function planFor(parts: RunnerContexts): RunnerPlan {
  checkArguments(
    { parts },
    { parts: readList(readPart) },
    'BlueprintRunner.for',
    undefined,
    'runner.invalid',
  );
  return {
    contexts: parts.map((part) => (isBlueprintPart(part) ? part[PART].context : part)),
    providers: [],
    router: Router.create(),
    layers: [],
    producers: [],
    consumers: [],
    services: [],
    hooks: [],
    queue: undefined,
    served: [],
    http: undefined,
    mounted: undefined,
    options: {},
    late: [],
  };
}

/** @throws DocktopusError `runner.invalid` when there is nothing to run. */
export function requireWork({ router, producers, services, served, late }: RunnerPlan): void {
  const worksWithoutJobs = producers.length === 0 && services.length + served.length > 0;
  if (!router.empty || late.length > 0 || worksWithoutJobs) return;
  throw new DocktopusError('runner.invalid', {
    operation: 'runner',
    reason: 'it has no jobs',
    hint: 'Add classes with .jobs(YourJobs), or functions with .router(Router.create().route(id, handler))',
  });
}

/** A plan that waits for nothing any more. */
export function settledPlan(plan: RunnerPlan, host: ConnectedHost): RunnerPlan {
  const all = plan.late.reduce<RunnerPlan>((so, late) => late(so, host), { ...plan, late: [] });
  return { ...all, router: all.router.withSettings(host.settings) };
}
