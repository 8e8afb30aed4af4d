import { onOneLine } from '../errors/index.ts';
import { checkArguments, readList, readObject } from '../input/index.ts';
import type { SweepStep } from './sweep-plan.ts';

/** One line for each step: `remove container cache-redis-1f0e (session of blueprint cache): process 4711 is gone`. */
export function printSweep(steps: readonly SweepStep[]): string {
  checkArguments({ steps }, { steps: readList(readObject) }, 'printSweep');
  return steps
    .map(({ action, kind, name, ownership, why }) =>
      onOneLine(
        `${action} ${kind} ${name} (${ownership.lifetime} of blueprint ${ownership.blueprint}): ${why}`,
      ),
    )
    .join('\n');
}
