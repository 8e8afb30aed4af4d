import type { BlueprintEnvironment, DockerContext } from '@docktopus/core';
import type { EnvironmentSchema, Fields, FieldValues } from '@docktopus/core/kit';
import type { BlueprintRunner } from '../runner/index.ts';
import type { CheckedParts, DescribedParts, DescribingTools, PartsOf } from './described-parts.ts';
import type { JobMaker, JobTypesOf, TypedJobs } from './job-maker.ts';
import type { Producers, ProducerTools } from './producer-maker.ts';

/** The settings of a blueprint that has these of its own. */
export type EnvOf<Own extends Fields> = FieldValues<Own> & Omit<BlueprintEnvironment, keyof Own>;

/** What every function of a blueprint is given. */
export interface Ground<Env> {
  /** The settings. */
  readonly env: Env;
  /** For everything else: networks, volumes, images, containers made along the way. */
  readonly context: DockerContext & { readonly env: Env };
}

/** The same once `init` has ended. */
export interface InitialisedGround<Env, Init> extends Ground<Env> {
  /** What `init` has returned. */
  readonly init: Init;
}

/**
 * A blueprint as functions. The compiler infers from top to bottom, so the properties are best written in this order; each
 * function is called once, with what those before it have made.
 */
export interface BlueprintDefinition<
  Own extends Fields,
  Init,
  Described extends DescribedParts,
  Jobs extends TypedJobs,
> {
  /** What messages call it. @default 'blueprint' */
  readonly name?: string | undefined;
  /** Fields of its own, each a Standard Schema, beside those of every blueprint; or `BlueprintEnvironment.extend({ … })`. */
  readonly settings?: Own | EnvironmentSchema<Own> | undefined;
  /** Makes what containers need: networks, volumes, images. What it returns is there as `init`. */
  readonly init?: ((ground: Ground<EnvOf<Own>>) => Init | Promise<Init>) | undefined;
  /** Describes containers, families and pools by name. They are started before the first job. */
  readonly containers?:
    | ((tools: InitialisedGround<EnvOf<Own>, Init> & DescribingTools) => Described & CheckedParts<Described>)
    | undefined;
  /** Called once every container is ready, before the first job. */
  readonly ready?:
    | ((parts: InitialisedGround<EnvOf<Own>, Init> & PartsOf<NoInfer<Described>>) => void | Promise<void>)
    | undefined;
  /** The jobs by id. */
  readonly jobs: (
    parts: InitialisedGround<EnvOf<Own>, Init> & PartsOf<NoInfer<Described>> & { readonly job: JobMaker },
  ) => Jobs;
  /** What calls the jobs. */
  readonly producers?:
    | ((
        parts: InitialisedGround<EnvOf<Own>, Init> &
          PartsOf<NoInfer<Described>> &
          ProducerTools<JobTypesOf<NoInfer<Jobs>>>,
      ) => Producers)
    | undefined;
  /** Called when it stops, after the last job and before the containers go. */
  readonly shutdown?:
    | ((parts: InitialisedGround<EnvOf<Own>, Init> & PartsOf<NoInfer<Described>>) => void | Promise<void>)
    | undefined;
  /** Tells its runner the rest: `(runner) => runner.queue(sqliteQueue()).http().consumer(logResults())`. */
  readonly runner?: ((runner: BlueprintRunner<EnvOf<Own>>) => unknown) | undefined;
}

/** Any definition, as it is at run time. */
export interface AnyDefinition {
  readonly name?: string | undefined;
  readonly settings?: Fields | EnvironmentSchema<Fields> | undefined;
  readonly init?: ((ground: object) => unknown) | undefined;
  readonly containers?: ((tools: object) => DescribedParts) | undefined;
  readonly ready?: ((parts: object) => void | Promise<void>) | undefined;
  readonly jobs: (parts: object) => TypedJobs;
  readonly producers?: ((parts: object) => Producers) | undefined;
  readonly shutdown?: ((parts: object) => void | Promise<void>) | undefined;
  readonly runner?: ((runner: BlueprintRunner) => unknown) | undefined;
}
