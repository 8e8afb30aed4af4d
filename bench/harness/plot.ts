import type { Result } from './readme-tables.ts';
import { show } from './table.ts';

const LABELS = 250;
const BARS = 380;
const ROW = 26;
const HEAD = 34;

/**
 * The figure of a result that its table gives first, as bars, in SVG that follows the reader's light or dark scheme.
 *
 * @returns `undefined` for what has nothing to compare: fewer than two rows with that figure, or rows that are `what` was
 *   measured, each in a unit of its own.
 */
export function plotOf({ name, rows }: Result): string | undefined {
  const [first = {}] = rows;
  if ('what' in first) return undefined;
  const label = Object.keys(first).find((key) => typeof first[key] === 'string') ?? '';
  const figure = Object.keys(first).find((key) => typeof first[key] === 'number') ?? '';
  const bars = rows.flatMap((row) => {
    const value = row[figure];
    return typeof value === 'number' && Number.isFinite(value) ? [{ text: String(row[label]), value }] : [];
  });
  if (bars.length < 2) return undefined;
  const largest = Math.max(...bars.map(({ value }) => value)) || 1;
  const height = HEAD + bars.length * ROW + 8;
  const lines = bars.map(({ text, value }, index) => {
    const y = HEAD + index * ROW;
    const width = Math.max(1, (value / largest) * BARS).toFixed(1);
    const own = /docktopus|runner\.call|lease|status hub|sqlite/i.test(text) ? ' own' : '';
    return [
      `  <text x="${LABELS - 8}" y="${y + 16}" text-anchor="end">${escaped(text)}</text>`,
      `  <rect class="bar${own}" x="${LABELS}" y="${y + 3}" width="${width}" height="${ROW - 8}" rx="3"/>`,
      `  <text x="${LABELS + Number(width) + 6}" y="${y + 16}">${show(value)}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LABELS + BARS + 80} ${height}" role="img" aria-label="${escaped(`${name}: ${figure}`)}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12">
  <style>
    text { fill: #1f2328 }
    .head { font-weight: 600 }
    .bar { fill: #afb8c1 }
    .own { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .bar { fill: #484f58 }
      .own { fill: #58a6ff }
    }
  </style>
  <text class="head" x="8" y="20">${escaped(`${name}: ${figure}`)}</text>
${lines.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
