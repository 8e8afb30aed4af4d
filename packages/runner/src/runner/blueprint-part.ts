import type { DockerContext } from '@docktopus/core';
import type { Constructor } from '@docktopus/core/kit';
import type { ProducerLike } from '../producers/index.ts';
import type { Router } from '../router/index.ts';
import type { JobTypes } from './job-types.ts';

/** The key under which a blueprint that was written as functions has what a runner takes of it. */
export const PART: unique symbol = Symbol('docktopus.blueprint');

/** A blueprint that was written as functions, as one part of a runner. */
export interface BlueprintPart<Jobs extends JobTypes = JobTypes> {
  readonly [PART]: {
    readonly context: Constructor<DockerContext>;
    /** What it has once its context is connected. */
    made(context: DockerContext): { readonly router: Router; readonly producers: readonly ProducerLike[] };
    /** A type only. */
    readonly jobs?: Jobs | undefined;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: of any jobs.
export function isBlueprintPart(value: unknown): value is BlueprintPart<any> {
  return typeof value === 'object' && value !== null && PART in value;
}
