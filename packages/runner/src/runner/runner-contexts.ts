import type { BlueprintEnvironment, DockerContext } from '@docktopus/core';
import type { Constructor } from '@docktopus/core/kit';
import type { BlueprintPart } from './blueprint-part.ts';

/** What a runner's jobs live in: classes, and blueprints that were written as functions. */
// biome-ignore lint/suspicious/noExplicitAny: of any jobs.
export type RunnerContexts = readonly (Constructor<DockerContext> | BlueprintPart<any>)[];

/** The settings of all of them. */
export type SettingsOf<Contexts extends RunnerContexts> = BlueprintEnvironment &
  Intersection<SettingsOfOne<Contexts[number]>>;

type SettingsOfOne<One> =
  One extends Constructor<{ readonly env: infer Env }>
    ? Env
    : One extends { readonly context: Constructor<{ readonly env: infer Env }> }
      ? Env
      : unknown;

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
