import type { BlueprintEnvironment } from '../config/index.ts';
import { InheritedMarks } from '../di/index.ts';
import type { Docker } from '../engine/index.ts';
import type { Issue } from '../errors/index.ts';
import type { Plan } from '../group/index.ts';
import type { Lifetime } from '../labels/index.ts';
import type { AuthoredContext } from './authored-context.ts';

/** Stands in the names of what a part makes, and in no others: `shop/web-1`. */
export const PART_SEPARATOR = '/';

/** What a part of a context that another package defines is made on. */
export interface PartGround {
  readonly docker: Docker;
  readonly environment: BlueprintEnvironment;
  /** Whether what belongs to the session stays for the next run of the same program. */
  readonly supervised: boolean;
  /** The labels of something that the context makes; its name has a slash: `shop/web-1`. */
  labels(name: string, lifetime: Lifetime): Readonly<Record<string, string>>;
  /** Whether labels say that this context made a thing and takes it along when it closes. */
  isOurs(labels: Readonly<Record<string, string>>): boolean;
  /** Why a thing with these labels ends with another owner that is alive, as a clause; nothing when it does not. */
  endsElsewhere(labels: Readonly<Record<string, string>>): string | undefined;
}

/** Something beside containers that a context starts and takes care of. */
export interface ContextPart {
  /** Stands in the property. */
  readonly value: unknown;
  /** What a start would do. */
  plan(signal: AbortSignal): Promise<Plan>;
  /** What the policies do not allow of it, before anything of the context is made. @default nothing */
  policyIssues?(signal: AbortSignal): Promise<readonly Issue[]>;
  /** Called once the managed containers are ready; returns the steps that were taken. */
  start(signal: AbortSignal): Promise<Plan>;
  /** Called after `onShutdown()`, before containers and networks of the context are removed. */
  close(signal: AbortSignal): Promise<void>;
}

/** Makes a part; called once its context is connected and initialised. */
export type PartDefinition<Context = AuthoredContext> = (
  ground: PartGround,
  context: Context,
) => ContextPart | Promise<ContextPart>;

const declarations = new InheritedMarks<string, PartDefinition<never>>();

/** Notes that the property `key` of a context holds a part, as a decorator does; of one context alone until its `onInit()` has ended. */
export function declarePart(prototype: object, key: string, define: PartDefinition<never>): void {
  declarations.set(prototype, key, define);
}

/** The parts of a context's class and its parents, in their order; a subclass's definition wins. */
export function declaredParts(type: { readonly prototype: object }): ReadonlyMap<string, PartDefinition> {
  return declarations.of(type) as ReadonlyMap<string, PartDefinition>;
}
