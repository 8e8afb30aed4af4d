import type { StartCondition } from './default-condition.ts';

/** The exit codes with which the container may end and be ready all the same. */
export function acceptedExits(condition: StartCondition): readonly number[] {
  switch (condition.kind) {
    // A container that needs nothing but to run, and has run, has done so.
    case 'running':
      return [0];
    case 'exit':
      return [condition.code];
    case 'all':
    case 'any':
      return condition.conditions.flatMap(acceptedExits);
    default:
      return [];
  }
}
