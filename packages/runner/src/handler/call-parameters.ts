import {
  checkArguments,
  type ParameterSource,
  readSchema,
  readText,
  type SourceDecorator,
  sourceDecorator,
} from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type JobCall, runOf } from '../job/index.ts';
import { validateBody } from '../router/index.ts';

/** A decorator of a method's parameter whose declared type must take what the schema gives. */
export type BodyDecorator<Value> = <T extends object, K extends string | symbol, I extends number>(
  target: T,
  key: K,
  index: I,
) => TakesBody<T, K, I, Value>;

/** A private method is not among the keys that are seen from outside; its parameters cannot be checked here. */
type TakesBody<T, K, I extends number, Value> = K extends keyof T
  ? T[K] extends (...args: infer Parameters) => unknown
    ? Value extends Parameters[I]
      ? undefined
      : { readonly 'the schema gives': Value; readonly 'the parameter takes': Parameters[I] }
    : undefined
  : undefined;

/** The source of a parameter that is marked with {@link body}. Its value is a promise when the schema is asynchronous. */
export class BodySource implements ParameterSource {
  readonly describe = '@body()';
  readonly perCall = true;
  readonly schema: StandardSchemaV1 | undefined;

  constructor(schema: StandardSchemaV1 | undefined) {
    this.schema = schema;
  }

  resolve(_: unknown, call: unknown): unknown {
    const { body, jobId } = call as JobCall;
    return this.schema === undefined ? body : validateBody(this.schema, body, jobId);
  }
}

/**
 * The call's body, checked by a Standard Schema. A body that is not accepted is the call's result
 * (`job.body-invalid` with all issues), and the method is not called.
 *
 * @param schema @default whatever the body is, unchecked
 */
export function body(): SourceDecorator;
export function body<Schema extends StandardSchemaV1>(
  schema: Schema,
): BodyDecorator<StandardSchemaV1.InferOutput<Schema>>;
export function body(schema?: StandardSchemaV1): SourceDecorator & BodyDecorator<never> {
  if (schema !== undefined) {
    checkArguments({ schema }, { schema: readSchema }, '@body', undefined, 'job.invalid');
  }
  return sourceDecorator(new BodySource(schema)) as SourceDecorator & BodyDecorator<never>;
}

/** One value of the call's metadata; `undefined` without. */
export function metadata(key: string): SourceDecorator {
  checkArguments({ key }, { key: readText }, '@metadata', undefined, 'job.invalid');
  return ofCall(`@metadata('${key}')`, (call) => call.metadata[key]);
}

/** The id of the job that is called. */
export function jobId(): SourceDecorator {
  return ofCall('@jobId()', (call) => call.jobId);
}

/** The call's signal. The code of its reason says why it aborts: see `JobCall.signal`. */
export function signal(): SourceDecorator {
  return ofCall('@signal()', (call) => call.signal);
}

/** The run that the call is in: its steps, progress, log and effect keys. */
export function run(): SourceDecorator {
  return ofCall('@run()', runOf);
}

/** The whole call. */
export function call(): SourceDecorator {
  return ofCall('@call()', (it) => it);
}

function ofCall(describe: string, read: (call: JobCall) => unknown): SourceDecorator {
  return sourceDecorator({ describe, perCall: true, resolve: (_, it) => read(it as JobCall) });
}
