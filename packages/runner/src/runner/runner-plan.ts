import type { DockerContext } from '@docktopus/core';
import type { Constructor } from '@docktopus/core/kit';
import type { Consumer, ConsumerOptions } from '../consumers/index.ts';
import type { JobStore, QueueOptions } from '../durable/index.ts';
import type { HostRouter } from '../http/index.ts';
import type { Layer } from '../job/index.ts';
import type { Producer, ProducerOptions } from '../producers/index.ts';
import type { Router } from '../router/index.ts';
import type { BackgroundService, ServiceOptions } from './background-service.ts';
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
  return { context, make: (made) => make(made as T) };
}

/** Everything that a runner was told before it started. */
export interface RunnerPlan {
  readonly contexts: readonly Constructor<DockerContext>[];
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
  readonly options: RunnerOptions;
}
