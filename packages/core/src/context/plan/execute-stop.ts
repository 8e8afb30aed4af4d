import { throwAll } from '../../scope/index.ts';
import type { StartStep } from './start-plan.ts';

/**
 * Calls `stop` for each container once everything that depends on it has been stopped, in parallel where possible.
 * A failure keeps no other from being stopped.
 *
 * @throws the failure; an `AggregateError` when there are several.
 */
export async function executeStop(
  steps: readonly StartStep[],
  stop: (step: StartStep) => Promise<void>,
): Promise<void> {
  const stopped = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  // In the order of the plan, whatever depends on a container comes after it.
  for (const step of [...steps].reverse()) {
    const dependents = steps.filter(({ after }) => Object.hasOwn(after, step.name));
    const before = Promise.all(dependents.flatMap(({ name }) => stopped.get(name) ?? []));
    const done = before.then(() => stop(step)).catch((error: unknown) => void failures.push(error));
    stopped.set(step.name, done);
  }
  await Promise.all(stopped.values());
  throwAll(failures, `${failures.length} containers failed to stop`);
}
