import { DocktopusError } from '@docktopus/core';
import { type Constructor, nearest, printable } from '@docktopus/core/kit';
import { jobMarks } from '../handler/index.ts';
import type { JobId } from '../job/index.ts';
import { type BlueprintPart, isBlueprintPart } from './blueprint-part.ts';
import type { JobResultOf, JobType } from './job-types.ts';

/** Where the compiler can look up jobs: a class with `@job` methods, or a `blueprint()`. */
// biome-ignore lint/suspicious/noExplicitAny: of any jobs.
export type JobHolder = Constructor<object> | BlueprintPart<any>;

/** What names a job of `Of`: the method of a class, the id in a blueprint. */
export type JobNameOf<Of> =
  Of extends BlueprintPart<infer Jobs>
    ? keyof Jobs & string
    : Of extends Constructor<infer Instance>
      ? MethodNames<Instance> & string
      : never;

/** What stands behind the name in a call: the body, which may be left out if it may be `undefined`, and options. */
export type BodyAnd<Body, Options> = undefined extends Body
  ? readonly [body?: Body, options?: Options]
  : readonly [body: Body, options?: Options];

/** The body of a job and what may be given with it. */
export type CallArguments<Of, Name extends JobNameOf<Of>, Options> = BodyAnd<
  BodyAt<JobAt<Of, Name>>,
  Options
>;

/** What a job returns. */
export type CallResult<Of, Name extends JobNameOf<Of>> = ResultAt<JobAt<Of, Name>>;

type BodyAt<Job> = Job extends JobType<infer Body, unknown> ? Body : never;
type ResultAt<Job> = Job extends JobType<unknown, infer Result> ? Result : never;

/** A job of a class or a blueprint. */
type JobAt<Of, Name> =
  Of extends BlueprintPart<infer Jobs>
    ? Jobs[Name & keyof Jobs]
    : Of extends Constructor<infer Instance>
      ? MethodJob<Instance[Name & keyof Instance]>
      : never;

type MethodNames<Instance> = {
  [Name in keyof Instance]: Instance[Name] extends (...args: never) => unknown ? Name : never;
}[keyof Instance];

type MethodJob<Method> = Method extends (...args: infer Parameters) => infer Result
  ? JobType<BodyOf<Parameters[number]>, JobResultOf<Result>>
  : never;

/**
 * A decorator leaves nothing in the type, so the body is a parameter that may be data, and whether there is one is not
 * known.
 */
type BodyOf<Parameter> = Data<Parameter> | undefined;

/** What is injected has methods; a body has none. */
type Data<T> = T extends Primitive | readonly unknown[] ? T : T extends object ? WithoutMethods<T> : T;

type Primitive = string | number | bigint | boolean | symbol | null | undefined;

type WithoutMethods<T> = [MethodNames<T>] extends [never] ? T : never;

/** A call as it was written: by id, or by a method or an id of something that the compiler knows. */
export type WrittenCall<Options> = readonly [
  at: JobId | JobHolder,
  second?: unknown,
  third?: unknown,
  fourth?: Options,
];

/** The job and the body that a call names, and its options. */
export interface Addressed<Options> {
  readonly jobId: JobId;
  readonly body: unknown;
  readonly options: Options | undefined;
}

/**
 * A call as it is handed in.
 *
 * @throws DocktopusError `job.not-found` when the class has no such job; what `take` throws for the options.
 */
export function addressed<Options, Call>(
  [at, second, third, fourth]: WrittenCall<Options>,
  take: (written: Addressed<Options>) => Call,
): Call {
  return take(callAt(at, second, third, fourth));
}

function callAt<Options>(
  at: JobId | JobHolder,
  second: unknown,
  third: unknown,
  fourth: Options | undefined,
): Addressed<Options> {
  if (typeof at === 'function')
    return { jobId: idOfMethod(at, String(second)), body: third, options: fourth };
  if (isBlueprintPart(at)) return { jobId: String(second), body: third, options: fourth };
  return { jobId: at, body: second, options: third as Options | undefined };
}

function idOfMethod(type: Constructor<object>, method: string): JobId {
  const marks = jobMarks(type);
  const mark = marks.find((each) => each.method === method);
  if (mark !== undefined) return mark.id;
  const known = marks.map((each) => String(each.method));
  const close = nearest(method, known);
  throw new DocktopusError('job.not-found', {
    operation: 'runner.call',
    subject: `${type.name}.${method}`,
    reason: 'the class has no method of this name that is marked with @job',
    hint: close === undefined ? `Its jobs are ${known.join(', ')}` : `Did you mean ${printable(close)}?`,
  });
}
