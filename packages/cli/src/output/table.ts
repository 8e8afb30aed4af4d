import stringWidth from 'fast-string-truncated-width';

/** A column: its title, and whether it may be cut when the terminal is narrow. */
export interface Column {
  readonly title: string;
  /** The last one gives way first. @default only if nothing else is left */
  readonly shrinks?: boolean;
}

const GAP = '   ';
const LEAST = 8;

/**
 * Rows below titles, as wide as they are, and no wider than the terminal.
 *
 * @param width `undefined` for a file or a pipe: nothing is cut.
 */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((row) => lengthOf(row[i] ?? ''))));
  const fitting = width === undefined ? widths : shrink(columns, widths, width);
  const line = (cells: readonly string[], row: number) =>
    cells
      .map((cell, i) => {
        const cut = cutTo(cell, fitting[i] ?? 0);
        const space = i === cells.length - 1 ? '' : ' '.repeat((fitting[i] ?? 0) - lengthOf(cut));
        return paint(cut, row, i) + space;
      })
      .join(GAP)
      .trimEnd();
  return `${[line(titles, -1), ...rows.map((row, i) => line(row, i))].join('\n')}\n`;
}

/** Columns that may be cut give way first, the last one before the others; then, if it must be, all the rest. */
function shrink(columns: readonly Column[], widths: readonly number[], width: number): readonly number[] {
  const fitting = [...widths];
  let over = fitting.reduce((sum, each) => sum + each, 0) + GAP.length * (columns.length - 1) - width;
  for (const willing of [true, false]) {
    for (let i = columns.length - 1; i >= 0 && over > 0; i -= 1) {
      if ((columns[i]?.shrinks === true) !== willing) continue;
      const wide = fitting[i] ?? 0;
      const least = Math.min(wide, Math.max(LEAST, columns[i]?.title.length ?? 0));
      const given = Math.min(over, wide - least);
      fitting[i] = wide - given;
      over -= given;
    }
  }
  return fitting;
}

function cutTo(cell: string, width: number): string {
  const { index, truncated } = stringWidth(cell, { limit: width, ellipsis: '…', ellipsisWidth: 1 });
  return truncated ? `${cell.slice(0, index)}…` : cell;
}

/** In columns of a terminal: Chinese characters and emoji take two, accents none. */
function lengthOf(text: string): number {
  return stringWidth(text).width;
}
