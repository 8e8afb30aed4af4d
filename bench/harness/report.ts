import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { plotOf } from './plot.ts';
import { type Result, withTables } from './readme-tables.ts';
import { isSmoke } from './rounds.ts';
import { type Row, table } from './table.ts';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));
const PLOTS = fileURLToPath(new URL('../plots/', import.meta.url));
const README = fileURLToPath(new URL('../README.md', import.meta.url));

/**
 * Prints a table and writes `bench/results/NAME.json`, with machine, versions and date, `bench/plots/NAME.svg`, and the
 * table of that name in the README. A smoke only prints.
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
  if (isSmoke()) return;
  mkdirSync(RESULTS, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    load: Number((loadavg()[1] ?? Number.NaN).toPrecision(2)),
  };
  const result: Result = { name, date: new Date().toISOString(), machine, notes, rows };
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  mkdirSync(PLOTS, { recursive: true });
  const plot = plotOf(result);
  if (plot !== undefined) writeFileSync(`${PLOTS}${name}.svg`, plot);
  writeFileSync(README, withTables(readFileSync(README, 'utf8'), readResult));
}

/** What was measured last under that name. */
export function readResult(name: string): Result | undefined {
  const file = `${RESULTS}${name}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}
