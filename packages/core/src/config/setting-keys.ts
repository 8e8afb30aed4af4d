import type { StandardSchemaV1 } from '@standard-schema/spec';
import { EnvironmentSchema, validateNow } from './environment-schema.ts';
import { isSecretField } from './secret.ts';

/** The first keys that a schema, or a path, asks for when it reads `tree`. */
export function settingKeys(
  wanted: StandardSchemaV1 | string,
  tree: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (typeof wanted === 'string') return wanted.split('.').slice(0, 1);
  if (wanted instanceof EnvironmentSchema) {
    const fields = Object.entries<StandardSchemaV1>(wanted.fields);
    return fields.flatMap(([name, field]) => (isSecretField(field) ? [name, `${name}File`] : [name]));
  }
  // A schema of any other library does not say what it knows, but it looks at that.
  const keys = new Set<string>();
  const watched = new Proxy(tree, {
    get(target, key, receiver) {
      if (typeof key === 'string') keys.add(key);
      return Reflect.get(target, key, receiver);
    },
  });
  validateNow(wanted, watched);
  return [...keys];
}
