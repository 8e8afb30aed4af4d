import type { DockerContext } from '@docktopus/core';
import type { BlueprintPart, BlueprintRunner, MountHttpOptions } from '@docktopus/runner';
import type {
  CanActivate,
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common';

/** A class of contexts, or a blueprint that was written as functions. */
export type DocktopusContext = Type<DockerContext> | BlueprintPart;

/** One class of contexts, or several. */
export type DocktopusContexts = DocktopusContext | readonly DocktopusContext[];

/** Where on the application's server the runner is served, and who may. */
export interface MountOptions {
  /** Below the application's global prefix, if it has one: `'ops'`. */
  readonly path: string;
  /** The application's own: they decide who gets through. @default none */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** What is served there besides webhooks. */
  readonly http?: MountHttpOptions | undefined;
}

/** What has to be known before anything is injected. */
export interface DocktopusStaticOptions {
  /** @default true: containers and contexts can be injected in all modules */
  readonly global?: boolean | undefined;
  /** @default nothing is served */
  readonly mount?: MountOptions | undefined;
}

/** Options of `DocktopusModule.forRoot()`. */
export interface DocktopusOptions {
  /** Classes with `@job` methods. */
  readonly jobs?: readonly Type<unknown>[] | undefined;
  /** Tells the runner the rest: `(runner) => runner.queue(sqliteQueue()).producer(cron(…)).provide(Clock, { useValue: clock })`. */
  readonly runner?: ((runner: BlueprintRunner) => unknown) | undefined;
}

/** Options of `DocktopusModule.forRootAsync()`. */
export interface DocktopusAsyncOptions extends DocktopusStaticOptions, Pick<ModuleMetadata, 'imports'> {
  readonly contexts: DocktopusContexts;
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[] | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as NestJS types factories.
  readonly useFactory: (...injected: any[]) => DocktopusOptions | Promise<DocktopusOptions>;
}
