import { Container } from '@docktopus/core';
import { BlueprintRunner } from '@docktopus/runner';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
  Scope,
} from '@nestjs/common';
import { INQUIRER, ModulesContainer } from '@nestjs/core';
import { contextProviders } from './context-providers.ts';
import { refuseMarks, useInjectContainer } from './misplaced-marks.ts';
import type {
  DocktopusAsyncOptions,
  DocktopusContexts,
  DocktopusOptions,
  DocktopusStaticOptions,
} from './module-options.ts';
import { MOUNTED, mountController } from './mount-controller.ts';
import { RunnerLife } from './runner-life.ts';

const OPTIONS = Symbol('docktopus.options');

/**
 * A blueprint inside a NestJS application. The runner starts while the application does, so contexts, containers and
 * families can be injected everywhere, and stops with it: call `app.enableShutdownHooks()`.
 *
 * - `BlueprintRunner` and each context by their classes
 * - `@InjectContainer('redis')`, `@InjectFamily('tenants')`
 */
@Module({})
export class DocktopusModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #life: RunnerLife;

  constructor(@Inject(RunnerLife) life: RunnerLife) {
    this.#life = life;
  }

  /** With options that are known at once: `DocktopusModule.forRoot(TenantContext, { jobs: [TenantJobs] })`. */
  static forRoot(
    contexts: DocktopusContexts,
    options: DocktopusOptions & DocktopusStaticOptions = {},
  ): DynamicModule {
    return dynamicModule(contexts, options, { provide: OPTIONS, useValue: options });
  }

  /** With options that are made of what NestJS injects: `forRootAsync({ contexts: TenantContext, inject: [Clock], useFactory: (clock) => … })`. */
  static forRootAsync({
    contexts,
    inject = [],
    useFactory,
    ...options
  }: DocktopusAsyncOptions): DynamicModule {
    return dynamicModule(contexts, options, { provide: OPTIONS, inject, useFactory });
  }

  /** Open streams would keep the server of the application from closing. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.#life.mounted !== undefined) await this.#life.stop();
  }

  /** The server has answered what was open, so nobody needs the containers any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.#life.stop();
  }
}

function dynamicModule(
  contexts: DocktopusContexts,
  { global = true, mount, imports = [] }: DocktopusStaticOptions & Pick<DocktopusAsyncOptions, 'imports'>,
  options: Provider,
): DynamicModule {
  const all = [contexts].flat() as readonly Exclude<DocktopusContexts, readonly unknown[]>[];
  const provided = contextProviders(all);
  return {
    module: DocktopusModule,
    global,
    imports,
    controllers: mount === undefined ? [] : [mountController(mount)],
    providers: [
      options,
      {
        provide: RunnerLife,
        inject: [OPTIONS, ModulesContainer],
        useFactory: async (given: DocktopusOptions, modules: ModulesContainer) => {
          refuseMarks(modules);
          return await RunnerLife.begin(all, given, mount);
        },
      },
      { provide: BlueprintRunner, inject: [RunnerLife], useFactory: ({ runner }: RunnerLife) => runner },
      { provide: MOUNTED, inject: [RunnerLife], useFactory: ({ mounted }: RunnerLife) => mounted },
      // A class that says @container where NestJS injects asks for the class Container.
      { provide: Container, scope: Scope.TRANSIENT, inject: [INQUIRER], useFactory: useInjectContainer },
      ...provided,
    ],
    exports: [BlueprintRunner, Container, ...provided.map(({ provide }) => provide)],
  };
}
