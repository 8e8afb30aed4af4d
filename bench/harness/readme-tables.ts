import { plotOf } from './plot.ts';
import { type Row, table } from './table.ts';

/** What `bench/results/NAME.json` holds. */
export interface Result {
  readonly name: string;
  readonly date: string;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly notes: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
}

const PLACE = /<!-- results: (?<name>[\w-]+) -->\n(?<content>[\s\S]*?)<!-- end -->/g;

/** The names of the results for which `readme` has a place. */
export function placesIn(readme: string): readonly string[] {
  return [...readme.matchAll(PLACE)].map(({ groups }) => groups?.name ?? '');
}

/** `readme` with what `resultOf` knows in each of its places; a place without a result says so. */
export function withTables(readme: string, resultOf: (name: string) => Result | undefined): string {
  return readme.replaceAll(PLACE, (_, name: string) => {
    const result = resultOf(name);
    const content = result === undefined ? 'Not measured yet.' : describe(result);
    return `<!-- results: ${name} -->\n${content}\n<!-- end -->`;
  });
}

function describe(result: Result): string {
  const { name, date, machine, notes, rows } = result;
  const { cpu, cores, node, engine, load } = machine;
  const where = [
    date.slice(0, 10),
    `${String(cores)} cores of ${String(cpu)}`,
    `node ${String(node)}`,
    ...(engine === undefined ? [] : [`engine ${String(engine)}`]),
    ...(load === undefined ? [] : [`load ${String(load)}`]),
  ].join(', ');
  const said = Object.entries(notes).map(([key, note]) => `${key}: ${String(note)}`);
  const plot = plotOf(result) === undefined ? '' : `![${name}](plots/${name}.svg)\n\n`;
  return `${plot}${table(rows)}\n\n${[where, ...said].join(' · ')}`;
}
