import { type Signal, signal } from '@preact/signals';
import type { StatsSample } from '../../api/index.ts';

/** So many samples are kept of each container: ten minutes at one a second. */
const MAX_SAMPLES = 600;

const histories = new Map<string, Signal<readonly StatsSample[]>>();

/** The container's samples, the latest at the end. */
export function statsOf(id: string): Signal<readonly StatsSample[]> {
  const known = histories.get(id);
  if (known !== undefined) return known;
  const fresh = signal<readonly StatsSample[]>([]);
  histories.set(id, fresh);
  return fresh;
}

export function takeStats(samples: readonly StatsSample[]): void {
  for (const sample of samples) {
    const history = statsOf(sample.id);
    history.value = [...history.value, sample].slice(-MAX_SAMPLES);
  }
}
