import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkArguments } from '../input/index.ts';
import { Secret } from '../secrets/index.ts';
import { readSchema } from './read-schema.ts';

const secretFields = new WeakSet<object>();

/**
 * A field that is read from the environment, `.env`, or the file that `<NAME>_FILE` names, and from nowhere else.
 *
 * The value is checked by `schema` and wrapped into a {@link Secret}.
 */
export function secret<Output>(
  schema: StandardSchemaV1<unknown, Output>,
): StandardSchemaV1<unknown, Secret<Exclude<Output, undefined>> | Extract<Output, undefined>> {
  checkArguments({ schema }, { schema: readSchema }, 'secret', undefined, 'config.invalid');
  type Wrapped = Secret<Exclude<Output, undefined>> | Extract<Output, undefined>;
  const wrap = (result: StandardSchemaV1.Result<Output>): StandardSchemaV1.Result<Wrapped> =>
    result.issues === undefined
      ? { value: (result.value === undefined ? undefined : new Secret(result.value)) as Wrapped }
      : result;
  const field: StandardSchemaV1<unknown, Wrapped> = {
    '~standard': {
      version: 1,
      vendor: 'docktopus',
      validate(value) {
        const given = value instanceof Secret ? value.reveal() : value;
        const result = schema['~standard'].validate(given);
        return result instanceof Promise ? result.then(wrap) : wrap(result);
      },
    },
  };
  secretFields.add(field);
  const described = 'description' in schema && typeof schema.description === 'string';
  return described ? Object.assign(field, { description: schema.description }) : field;
}

/** Whether `field` was made by {@link secret}. */
export function isSecretField(field: object): boolean {
  return secretFields.has(field);
}
