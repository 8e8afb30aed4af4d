import type { DockerContext } from '@docktopus/core';
import {
  type Constructor,
  checkArguments,
  checkOptions,
  type Fields,
  type OptionReaders,
  readFunction,
  readObject,
  readText,
} from '@docktopus/core/kit';
import type { SubmittedJob } from '../durable/index.ts';
import {
  type BlueprintPart,
  BlueprintRunner,
  type CallArguments,
  type CallJobOptions,
  type CallResult,
  type JobTypes,
  PART,
  type SubmitJobOptions,
} from '../runner/index.ts';
import type { AnyDefinition, BlueprintDefinition, EnvOf } from './blueprint-definition.ts';
import { contextOf, type DescribedContext } from './described-context.ts';
import type { DescribedParts } from './described-parts.ts';
import { type JobTypesOf, job, routerOf, type TypedJobs } from './job-maker.ts';
import { producerTools } from './producer-maker.ts';
import { asList, byName } from './returned-parts.ts';

const OPTIONS: OptionReaders<AnyDefinition> = {
  name: readText,
  settings: readObject,
  init: readFunction,
  containers: readFunction,
  ready: readFunction,
  jobs: readFunction,
  producers: readFunction,
  shutdown: readFunction,
  runner: readFunction,
};

/** A blueprint that was written as functions. It is a part of any runner, and has one to itself. */
export class Blueprint<Jobs extends JobTypes = JobTypes, Env = unknown>
  implements BlueprintPart<Jobs>, AsyncDisposable
{
  /** The class that it stands for: for overrides in tests, and wherever a context is asked for. */
  readonly context: Constructor<DockerContext & { readonly env: Env }>;
  readonly [PART]: BlueprintPart<Jobs>[typeof PART];
  readonly #configure: AnyDefinition['runner'];
  #runner: BlueprintRunner<Env> | undefined;

  constructor(definition: AnyDefinition) {
    checkOptions(definition, OPTIONS, 'blueprint', undefined, 'runner.invalid');
    checkArguments(
      { jobs: definition.jobs },
      { jobs: readFunction },
      'blueprint',
      undefined,
      'runner.invalid',
    );
    const context = contextOf(definition);
    this.context = context as unknown as typeof this.context;
    this.#configure = definition.runner;
    this[PART] = { context, made: (made) => madeOf(definition, made as DescribedContext) };
  }

  /** The runner that it has to itself, for what is not here: `cache.runner.snapshot$`, `cache.runner.httpAddress`. */
  get runner(): BlueprintRunner<Env> {
    if (this.#runner === undefined) {
      const runner = BlueprintRunner.for(this) as unknown as BlueprintRunner<Env>;
      this.#configure?.(runner as unknown as BlueprintRunner);
      this.#runner = runner;
    }
    return this.#runner;
  }

  /** Runs until the last producer has ended or a signal comes. @throws as {@link BlueprintRunner.run} */
  run(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    return this.runner.run(options);
  }

  /** Resolves when the containers are ready and the producers run. @throws as {@link BlueprintRunner.start} */
  start(): Promise<void> {
    return this.runner.start();
  }

  /** Stops in order. @throws as {@link BlueprintRunner.stop} */
  stop(options: { readonly graceMs?: number | undefined } = {}): Promise<void> {
    return this.runner.stop(options);
  }

  /** Calls a job, and waits for what it returns. @throws as {@link BlueprintRunner.call} */
  call<Id extends keyof Jobs & string>(
    id: Id,
    ...rest: CallArguments<BlueprintPart<Jobs>, Id, CallJobOptions>
  ): Promise<CallResult<BlueprintPart<Jobs>, Id>> {
    const [body, options] = rest;
    return this.runner.call(id, body, options);
  }

  /** Keeps a call of a durable job. @throws as {@link BlueprintRunner.submit} */
  submit<Id extends keyof Jobs & string>(
    id: Id,
    ...rest: CallArguments<BlueprintPart<Jobs>, Id, SubmitJobOptions>
  ): Promise<SubmittedJob> {
    const [body, options] = rest;
    return this.runner.submit(id, body, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner?.stop();
  }
}

/**
 * A blueprint as functions, from which the compiler infers everything: settings, containers, and the bodies and results of
 * jobs. The same contexts and the same runner are below as for decorated classes, and no decorator is needed.
 */
export function blueprint<
  const Own extends Fields = Record<never, never>,
  Init = undefined,
  Described extends DescribedParts = Record<never, never>,
  Jobs extends TypedJobs = Record<never, never>,
>(definition: BlueprintDefinition<Own, Init, Described, Jobs>): Blueprint<JobTypesOf<Jobs>, EnvOf<Own>> {
  return new Blueprint(definition as unknown as AnyDefinition);
}

function madeOf(
  { jobs, producers }: AnyDefinition,
  { parts }: DescribedContext,
): ReturnType<BlueprintPart[typeof PART]['made']> {
  return {
    router: routerOf(byName('jobs()', jobs({ ...parts, job }))),
    producers:
      producers === undefined ? [] : asList('producers()', producers({ ...parts, ...producerTools })),
  };
}
