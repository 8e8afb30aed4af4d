import type { Problems } from './problems.ts';

/** Checks and normalises one part of what an author gave; `undefined` after it has reported why it cannot. */
export type Reader<T> = (value: unknown, problems: Problems) => T | undefined;
