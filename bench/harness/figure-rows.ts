import type { Figures } from './compare.ts';
import type { Row } from './table.ts';

/** A row for each contender, the floor first. */
export function figureRows(figures: readonly Figures[]): readonly Row[] {
  return figures.map(({ name, medianMs, p99Ms, cpuMs, toFloor }) => ({
    contender: name,
    'median ms': medianMs,
    'p99 ms': p99Ms,
    'own CPU ms': cpuMs,
    'to the floor': toFloor,
  }));
}
