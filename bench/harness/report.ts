import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

/** A row of a printed table: what is measured by column. */
export type Row = Readonly<Record<string, string | number>>;

/**
 * Prints a table and writes `bench/results/NAME.json`, with machine, versions and date.
 *
 * @param notes what a reader has to know to judge the figures, as data.
 */
export function report(
  name: string,
  rows: readonly Row[],
  notes: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(`\n${name}\n${table(rows)}\n`);
  for (const [key, note] of Object.entries(notes)) process.stdout.write(`${key}: ${String(note)}\n`);
  mkdirSync(RESULTS, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
  const result = { name, date: new Date().toISOString(), machine, notes, rows };
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** A table in Markdown, numbers with three digits that matter. */
function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => show(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(columns), rule, ...cells.map(line)].join('\n');
}

function show(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
