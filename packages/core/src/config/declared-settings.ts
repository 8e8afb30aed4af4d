import type { StandardSchemaV1 } from '@standard-schema/spec';

/** What `@config` was told in all classes of the program: a job that is made later has said what it will read. */
const declared = new Set<StandardSchemaV1 | string>();

export function declareSettings(wanted: StandardSchemaV1 | string): void {
  declared.add(wanted);
}

export function declaredSettings(): ReadonlySet<StandardSchemaV1 | string> {
  return declared;
}
