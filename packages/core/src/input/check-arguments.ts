import { type CodeWithIssues, invalid } from '../errors/index.ts';
import { Problems } from './problems.ts';
import type { Reader } from './reader.ts';
import { reportUnreadable } from './report-unreadable.ts';

/**
 * Checks what a public call needs beside its options, by name: `checkArguments({ hook }, { hook: readFunction }, …)`.
 * What is `undefined` is missing.
 *
 * @throws DocktopusError `code` with every problem.
 */
export function checkArguments<T extends object>(
  given: T,
  readers: { readonly [K in keyof T]-?: Reader<unknown> },
  operation: string,
  subject?: string,
  code: CodeWithIssues = 'spec.invalid',
): void {
  const problems = new Problems();
  for (const name of Object.keys(readers) as (keyof T & string)[]) {
    const at = problems.at(name);
    try {
      readers[name](given[name], at);
    } catch (error) {
      reportUnreadable(error, at);
    }
  }
  if (problems.issues.length > 0) throw invalid(code, operation, problems.issues, subject);
}
