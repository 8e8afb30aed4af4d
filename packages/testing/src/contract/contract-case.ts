import type { Bench } from './bench.ts';

/** One thing that every engine does. */
export interface ContractCase {
  /** What it is about: `'start'`. */
  readonly group: string;
  /** What the engine does, as a sentence without its subject: `'answers a second start with already-started'`. */
  readonly name: string;
  /** Rejects when the engine does something else. */
  readonly run: (bench: Bench) => Promise<void>;
}

/** The cases of one group, by what each says. */
export function cases(
  group: string,
  table: Readonly<Record<string, (bench: Bench) => Promise<void>>>,
): readonly ContractCase[] {
  return Object.entries(table).map(([name, run]) => ({ group, name, run }));
}

/** How a case is called in reports and in lists of differences. */
export function caseId({ group, name }: Pick<ContractCase, 'group' | 'name'>): string {
  return `${group}: ${name}`;
}
