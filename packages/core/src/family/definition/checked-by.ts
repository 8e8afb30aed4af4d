import type { StandardSchemaV1 } from '@standard-schema/spec';
import { HIDDEN, type Issue, invalid, printable, schemaExpectation } from '../../errors/index.ts';

/**
 * What a schema makes of `value`; the value itself without one. Synchronous as long as the schema is.
 *
 * @throws DocktopusError `family.invalid`
 */
export function checkedBy(
  schema: StandardSchemaV1 | undefined,
  value: unknown,
  what: 'key' | 'data',
  family: string,
): unknown {
  if (schema === undefined) return value;
  const result = schema['~standard'].validate(value);
  return result instanceof Promise
    ? result.then((settled) => checkedValue(settled, value, what, family))
    : checkedValue(result, value, what, family);
}

function checkedValue(
  result: StandardSchemaV1.Result<unknown>,
  given: unknown,
  what: 'key' | 'data',
  family: string,
): unknown {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message, path = [] }): Issue => {
    const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
    // Data may hold secrets; a key is in labels anyway.
    const got = what === 'key' ? printable(given) : HIDDEN;
    return { path: [what, ...steps].join('.'), got, ...schemaExpectation(message) };
  });
  throw invalid('family.invalid', 'family.use', issues, family);
}
