import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  type CallScope,
  DerivedCall,
  type JobCall,
  type JobHandler,
  type JobRun,
  runOf,
} from '../job/index.ts';
import { type JobOptions, Router } from '../router/index.ts';
import type { JobResultOf, JobType } from '../runner/index.ts';
import { checkJobs } from './returned-parts.ts';

/** The options of a job whose body is known to the compiler. */
export interface TypedJobOptions<Body> extends Omit<JobOptions, 'concurrencyKey'> {
  /**
   * Of a durable job: what its calls are grouped by: a property of the body that is text or a number, or a function of
   * the body.
   * @default no groups
   */
  readonly concurrencyKey?: (keyof Body & string) | ((body: Body) => string | number | undefined) | undefined;
}

/** What a handler has besides the body. */
export interface RunningCall extends JobCall {
  /** Steps, progress, log and effect keys. */
  readonly run: JobRun;
  /** What lives as long as the call. */
  readonly scope: CallScope;
}

/** A job as `job(…)` returns it. */
export interface TypedJob<Body, Result> {
  /** A type only. */
  readonly type?: JobType<Body, Result> | undefined;
  readonly schema: StandardSchemaV1 | undefined;
  readonly handler: JobHandler;
  readonly options: JobOptions;
}

/** The jobs of a blueprint by id, with the types of their bodies and results. */
// biome-ignore lint/suspicious/noExplicitAny: of any bodies and results.
export type TypedJobs = Readonly<Record<string, TypedJob<any, any>>>;

/** The jobs as callers see them. */
export type JobTypesOf<Jobs extends TypedJobs> = {
  readonly [Id in keyof Jobs & string]: Jobs[Id] extends TypedJob<infer Body, infer Result>
    ? JobType<Body, Result>
    : never;
};

/** Makes a job: `job(schema, (body, call) => result, options)`, or `job((call) => result, options)` for one without a body. */
export interface JobMaker {
  <Schema extends StandardSchemaV1, Returned>(
    body: Schema,
    handler: (body: StandardSchemaV1.InferOutput<Schema>, call: RunningCall) => Returned,
    options?: TypedJobOptions<StandardSchemaV1.InferOutput<Schema>>,
  ): TypedJob<StandardSchemaV1.InferInput<Schema>, JobResultOf<Returned>>;
  <Returned>(
    handler: (call: RunningCall) => Returned,
    options?: TypedJobOptions<undefined>,
  ): TypedJob<undefined, JobResultOf<Returned>>;
}

type WithBody = (body: unknown, call: RunningCall) => unknown;

export const job = ((...given: readonly unknown[]) => {
  if (typeof given[0] === 'function' && !('~standard' in given[0])) {
    const [handler, options = {}] = given as [(call: RunningCall) => unknown, JobOptions?];
    return {
      schema: undefined,
      options,
      handler: ifFunction(handler, (call, scope) => handler(new CallOfFunction(call, scope))),
    } satisfies TypedJob<unknown, unknown>;
  }
  const [schema, handler, options = {}] = given as [StandardSchemaV1, WithBody, JobOptions?];
  return {
    schema,
    options,
    handler: ifFunction(handler, (call, scope) => handler(call.body, new CallOfFunction(call, scope))),
  } satisfies TypedJob<unknown, unknown>;
}) as JobMaker;

/** What is no function is left as it is: the router says so, with the id of the job. */
function ifFunction(given: unknown, handler: JobHandler): JobHandler {
  return typeof given === 'function' ? handler : (given as JobHandler);
}

/** @throws DocktopusError `job.invalid`, `job.duplicate`; `runner.invalid` for what is no job */
export function routerOf(jobs: TypedJobs): Router {
  checkJobs(jobs);
  return Object.entries(jobs).reduce(
    (router, [id, { schema, handler, options }]) =>
      schema === undefined
        ? router.route(id, handler, options)
        : router.route(id, handler, { ...options, body: schema }),
    Router.create(),
  );
}

class CallOfFunction extends DerivedCall implements RunningCall {
  readonly scope: CallScope;

  constructor(call: JobCall, scope: CallScope) {
    super(call);
    this.scope = scope;
  }

  get run(): JobRun {
    return runOf(this);
  }
}
