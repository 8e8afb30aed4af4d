import { DocktopusError } from './docktopus-error.ts';
import type { ErrorCode } from './error-code.ts';

/** One problem in something that was given to us. */
export interface Issue {
  /** Where: `'ports[0]'`, `'limits.memory'`, `'DOCKTOPUS_LOG_LEVEL'`. */
  readonly path: string;
  /** The value that was given, printable; a secret's is redacted. */
  readonly value: string;
  /** What is accepted, and what to write instead when we can tell. */
  readonly accepted: string;
}

/** All problems of one input in one error; `details.issues` holds them as data. */
export function invalid(
  code: Extract<ErrorCode, `${string}invalid`>,
  operation: string,
  issues: readonly Issue[],
  subject?: string,
): DocktopusError {
  const lines = issues.map(({ path, value, accepted }) => `  ${path}: ${value} is not accepted; ${accepted}`);
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
  return new DocktopusError(code, {
    operation,
    subject,
    reason: `${count}\n${lines.join('\n')}`,
    details: { issues },
  });
}

/** A value as it may be shown in a message: short, on one line, quoted when it is text. */
export function printable(value: unknown): string {
  const text = typeof value === 'bigint' ? `${value}n` : jsonOf(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}

/** JSON, but for what it has no word for: `NaN`, `undefined`, functions, cycles. */
function jsonOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A cycle, or a bigint somewhere inside: its kind has to do.
    return String(value);
  }
}
