import { type Issue, isDocktopusError } from '@docktopus/core';
import { invalid } from '@docktopus/core/kit';

/**
 * Runs the checks of a schedule, each of which throws what it finds.
 *
 * @throws DocktopusError `runner.invalid` with the problems of all of them.
 */
export function checkSchedule(name: string, ...checks: readonly (() => void)[]): void {
  const issues: Issue[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!isDocktopusError(error, 'runner.invalid')) throw error;
      issues.push(...(error.details.issues ?? []));
    }
  }
  if (issues.length > 0) throw invalid('runner.invalid', 'producer', issues, name);
}
