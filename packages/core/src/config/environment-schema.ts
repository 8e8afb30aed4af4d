import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkArguments, readFullRecord } from '../input/index.ts';
import { readSchema } from './read-schema.ts';

const FIELDS = { fields: readFullRecord(readSchema) };

/** Named fields, each with its Standard Schema. */
export type Fields = Readonly<Record<string, StandardSchemaV1>>;

/** What the fields of a schema read as. */
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]: StandardSchemaV1.InferOutput<F[K]>;
};

/**
 * The settings of a blueprint as a Standard Schema that knows its fields, so that unknown ones can be named.
 *
 * Its type is read by `z.infer<typeof Settings>` or {@link Infer}, whichever the author prefers.
 */
export class EnvironmentSchema<F extends Fields> implements StandardSchemaV1<unknown, FieldValues<F>> {
  readonly fields: F;
  /** A type only: what `z.infer` looks at. Nothing is there at run time. */
  declare readonly _zod: { readonly output: FieldValues<F> };
  readonly '~standard': StandardSchemaV1.Props<unknown, FieldValues<F>>;

  constructor(fields: F) {
    this.fields = fields;
    this['~standard'] = {
      version: 1,
      vendor: 'docktopus',
      validate: (value) => validateFields(fields, value as Readonly<Record<string, unknown>>),
    };
  }

  /** The same settings with more fields, or with other schemas for fields that exist. */
  extend<More extends Fields>(more: More): EnvironmentSchema<Omit<F, keyof More> & More> {
    checkArguments({ fields: more }, FIELDS, 'settings.extend', undefined, 'config.invalid');
    return new EnvironmentSchema({ ...this.fields, ...more });
  }
}

/** The type of the settings that a schema reads. */
export type Infer<S extends StandardSchemaV1> = StandardSchemaV1.InferOutput<S>;

function validateFields<F extends Fields>(
  fields: F,
  given: Readonly<Record<string, unknown>>,
): StandardSchemaV1.Result<FieldValues<F>> {
  const value: Record<string, unknown> = {};
  const issues: StandardSchemaV1.Issue[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const result = validateNow(field, given[name]);
    if (result.issues === undefined) value[name] = result.value;
    else for (const issue of result.issues) issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
  }
  return issues.length > 0 ? { issues } : { value: value as FieldValues<F> };
}

/** Validates with a schema whose answer comes at once: settings are injected while classes are constructed. */
export function validateNow<Output>(
  schema: StandardSchemaV1<unknown, Output>,
  value: unknown,
): StandardSchemaV1.Result<Output> {
  const result = schema['~standard'].validate(value);
  if (!(result instanceof Promise)) return result;
  // Its outcome is not wanted any more, so its failure is not either.
  result.catch(() => undefined);
  return {
    issues: [
      {
        message: 'expected a schema without asynchronous refinements',
      },
    ],
  };
}
