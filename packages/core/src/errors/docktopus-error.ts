import type { ErrorCode } from './error-code.ts';

/** The facts of a failure, from which its message is derived. */
export interface ErrorFacts {
  /** What failed, in the words of the public surface: `'container.start'`, `'connectDocker'`. */
  readonly operation: string;
  /** What it was done to: a container's name, an image reference, a path. Never a secret. */
  readonly subject?: string | undefined;
  /** Why it failed, as a sentence without a full stop. */
  readonly reason: string;
  /** What to do about it, as a sentence without a full stop. */
  readonly hint?: string | undefined;
  /** The failure underneath. */
  readonly cause?: unknown;
  /** Further facts for programs: exit codes, issues, the last log lines. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The one error class of Docktopus: what failed, on what, why and what to do, as data.
 *
 * The message is derived: `container.start redis: the port 6379 is taken. Choose another host port`.
 */
export class DocktopusError extends Error {
  override readonly name = 'DocktopusError';
  readonly code: ErrorCode;
  readonly operation: string;
  readonly subject: string | undefined;
  readonly reason: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, facts: ErrorFacts) {
    super(messageOf(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.operation = facts.operation;
    this.subject = facts.subject;
    this.reason = facts.reason;
    this.hint = facts.hint;
    this.details = facts.details ?? {};
  }

  /** The same failure seen from a caller further up: its operation and subject, this error as cause. */
  during(operation: string, subject?: string): DocktopusError {
    return new DocktopusError(this.code, {
      operation,
      subject: subject ?? this.subject,
      reason: this.reason,
      hint: this.hint,
      cause: this,
      details: this.details,
    });
  }
}

/** Whether `error` is a {@link DocktopusError}, of one of `codes` when any are given. */
export function isDocktopusError(error: unknown, ...codes: readonly ErrorCode[]): error is DocktopusError {
  return error instanceof DocktopusError && (codes.length === 0 || codes.includes(error.code));
}

function messageOf({ operation, subject, reason, hint }: ErrorFacts): string {
  const head = subject === undefined ? operation : `${operation} ${subject}`;
  return hint === undefined ? `${head}: ${reason}` : `${head}: ${reason}. ${hint}`;
}
