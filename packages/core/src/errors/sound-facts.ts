import type { MessageFacts } from './error-message.ts';
import { printable } from './printable.ts';

interface SoundFacts extends Required<MessageFacts> {
  readonly cause: unknown;
  readonly details: object;
}

/**
 * The facts of an error, also when code that is not checked by types has given others: an error that fails while it is made
 * would hide the failure that it is to report.
 */
export function soundFacts(code: unknown, facts: unknown): SoundFacts {
  const { operation, subject, reason, lastLines, hint, cause, details } = fieldsOf(facts);
  return {
    operation: textOf(operation) ?? textOf(code) ?? 'docktopus',
    subject: textOf(subject),
    reason: textOf(reason) ?? 'no reason was given',
    lastLines: Array.isArray(lastLines) ? lastLines.map((line) => textOf(line) ?? '') : [],
    hint: textOf(hint),
    cause,
    details: typeof details === 'object' && details !== null ? details : {},
  };
}

/** A copy, since an object of an author's may throw when it is read. */
function fieldsOf(facts: unknown): Readonly<Record<string, unknown>> {
  try {
    return typeof facts === 'object' && facts !== null ? { ...facts } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : printable(value);
}
