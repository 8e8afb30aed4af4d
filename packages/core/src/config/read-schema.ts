import { type Reader, readThing } from '../input/index.ts';

/** A Standard Schema, as zod, valibot and arktype make them. */
export const readSchema: Reader<unknown> = readThing(
  'a schema, such as z.string()',
  (value) => typeof (value as { readonly '~standard'?: unknown })['~standard'] === 'object',
);
