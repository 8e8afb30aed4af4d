import { onOneLine } from '../errors/index.ts';
import { checkArguments, readList, readObject } from '../input/index.ts';

/** Something in the engine that a step is about. */
export interface Resource {
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  /** A container's name in its group; the engine's name of anything else. */
  readonly name: string;
}

/** One operation on one resource. */
export interface PlanStep<Op extends string = string> {
  /** Unique in its plan, and readable: `'start db'`. */
  readonly id: string;
  readonly op: Op;
  readonly resource: Resource;
  /** Further words for print: `'as shop-db'`. */
  readonly detail?: string | undefined;
  /** Why the step is taken, as a clause: `'its spec has changed'`. */
  readonly cause: string;
  /** Ids of the steps that come before. */
  readonly after: readonly string[];
}

/** Steps in an order in which they can be taken one by one. */
export type Plan<Step extends PlanStep = PlanStep> = readonly Step[];

/**
 * One line for each step: `replace db as shop-db, removing 1f0e…: its spec has changed; after start cache`.
 *
 * A step does not say that it comes after another one of the same resource.
 */
export function printPlan(plan: Plan): string {
  checkArguments({ plan }, { plan: readList(readObject) }, 'printPlan');
  const resources = new Map(plan.map(({ id, resource }) => [id, resource]));
  return plan
    .map(({ id, resource, detail, cause, after }) => {
      const others = after.filter((other) => !isSame(resources.get(other), resource));
      const head = detail === undefined ? id : `${id} ${detail}`;
      return onOneLine(`${head}: ${cause}${others.length === 0 ? '' : `; after ${others.join(', ')}`}`);
    })
    .join('\n');
}

function isSame(one: Resource | undefined, other: Resource): boolean {
  return one?.kind === other.kind && one.name === other.name;
}
