import { DocktopusError, type ErrorFacts } from './docktopus-error.ts';
import type { ErrorCode, ErrorCodes } from './error-codes.ts';
import { type Issue, printIssue } from './issue.ts';

/** Codes of errors that list problems in `details.issues`. */
export type CodeWithIssues = {
  [C in ErrorCode]: 'issues' extends keyof ErrorCodes[C] ? C : never;
}[ErrorCode];

/** All problems of one input in one error; `details.issues` holds them as data. */
export function invalid<C extends CodeWithIssues>(
  code: C,
  operation: string,
  issues: readonly Issue[],
  subject?: string,
): DocktopusError<C> {
  const lines = issues.map((issue) => `  ${printIssue(issue)}`);
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
  const facts = { operation, subject, reason: `${count}\n${lines.join('\n')}`, details: { issues } };
  return new DocktopusError<C>(code, facts as unknown as ErrorFacts<C>);
}
