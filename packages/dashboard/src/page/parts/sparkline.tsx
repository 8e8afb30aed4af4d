import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { StatsSample } from '../../api/index.ts';

const WIDTH = 72;
const HEIGHT = 18;
const POINTS = 20;

interface SparklineProps {
  readonly samples: ReadonlySignal<readonly StatsSample[]>;
  readonly value: (sample: StatsSample) => number;
  /** What the top of the line means; it grows with the values. */
  readonly atLeast: number;
  readonly text: (value: number) => string;
  readonly label: string;
}

/** The last samples as a small line, with the latest one in words. */
export function Sparkline({ samples, value, atLeast, text, label }: SparklineProps) {
  const path = useComputed(() => linePath(samples.value.slice(-POINTS).map(value), atLeast));
  const latest = useComputed(() => {
    const last = samples.value.at(-1);
    return last === undefined ? '' : text(value(last));
  });
  return (
    <span class="spark">
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path d={path} />
      </svg>
      <span class="number">{latest}</span>
    </span>
  );
}

/** The line from the right edge to the left as far as there are values. */
export function linePath(values: readonly number[], atLeast: number): string {
  if (values.length < 2) return '';
  const top = Math.max(atLeast, ...values);
  const step = WIDTH / (POINTS - 1);
  const first = POINTS - values.length;
  return values
    .map((value, i) => {
      const x = ((first + i) * step).toFixed(1);
      const y = (HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1);
      return `${i === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}
