import type { ErrorCode, ErrorCodes, ErrorDetails } from './error-codes.ts';
import { errorMessage, type MessageFacts } from './error-message.ts';
import { makePrintable } from './make-printable.ts';
import { printable } from './printable.ts';
import { soundFacts } from './sound-facts.ts';

/** Every copy of this package in a process marks its errors with the same symbol. */
const BRAND = Symbol.for('docktopus.error');

/** The facts of a failure, from which its message is derived. */
export type ErrorFacts<C extends ErrorCode = ErrorCode> = MessageFacts & {
  /** The failure underneath. */
  readonly cause?: unknown;
} & (Record<never, never> extends ErrorCodes[C]
    ? { /** Further facts for programs. Never a secret. */ readonly details?: ErrorDetails<C> | undefined }
    : { /** Further facts for programs. Never a secret. */ readonly details: ErrorDetails<C> });

/**
 * The one error class of Docktopus: what failed, on what, why and what to do, as data.
 *
 * The message is derived: `container.start redis: the port 6379 is taken. Choose another host port`. Of the facts only
 * `code` is printed beside the message, which says the others.
 */
export class DocktopusError<C extends ErrorCode = ErrorCode> extends Error {
  declare readonly name: 'DocktopusError';
  /** What failed, to match on: see {@link ErrorCodes}. */
  readonly code: C;
  /** The call that failed, in the words of the public surface: `'container.start'`. */
  declare readonly operation: string;
  /** What it was done to: a container's name, an image reference, a path. */
  declare readonly subject: string | undefined;
  /** Why it failed. */
  declare readonly reason: string;
  /** The output that shows why; the message ends with its last lines. */
  declare readonly lastLines: readonly string[];
  /** What to do about it. */
  declare readonly hint: string | undefined;
  /** Further facts for programs. */
  declare readonly details: ErrorDetails<C>;
  declare readonly [BRAND]: true;

  static {
    // Bundlers rename classes, and the name on the prototype is there when V8 writes the head of the stack.
    Object.defineProperty(DocktopusError, 'name', { value: 'DocktopusError' });
    Object.defineProperty(DocktopusError.prototype, 'name', { value: 'DocktopusError', writable: true });
    Object.defineProperty(DocktopusError.prototype, BRAND, { value: true });
  }

  constructor(code: C, facts: ErrorFacts<C>) {
    const { cause, ...said } = soundFacts(code, facts);
    super(errorMessage(said), cause === undefined ? undefined : { cause });
    makePrintable(cause);
    this.code = code;
    for (const [name, value] of Object.entries(said)) {
      Object.defineProperty(this, name, { value });
    }
  }

  /** The same failure seen from a caller further up: its operation and subject, this error as cause. */
  during(operation: string, subject?: string): DocktopusError<C> {
    const { code, reason, lastLines, hint, details } = this;
    const facts = {
      operation,
      subject: subject ?? this.subject,
      reason,
      lastLines,
      hint,
      cause: this,
      details,
    };
    return new DocktopusError(code, facts as unknown as ErrorFacts<C>);
  }

  /** All facts, for logs that are data. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, operation, subject, reason, hint, details } = this;
    return { name, code, message, operation, subject, reason, hint, details: jsonOf(details) };
  }
}

/** Details as JSON can say them: a log that is data must not fail for a bigint or a cycle in them. */
function jsonOf(details: object): object {
  try {
    JSON.stringify(details);
    return details;
  } catch {
    return { unreadable: printable(details) };
  }
}

/** One error class for each code, so that `switch (error.code)` tells what `error.details` holds. */
export type AnyDocktopusError<C extends ErrorCode = ErrorCode> = C extends ErrorCode
  ? DocktopusError<C>
  : never;

/**
 * Whether `error` is a {@link DocktopusError}, of one of `codes` when any are given. Knows the errors of every copy of
 * this package in the process, where `instanceof` only knows errors of its own copy.
 */
export function isDocktopusError<C extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: readonly C[]
): error is AnyDocktopusError<C> {
  if (!(error instanceof Error && BRAND in error)) return false;
  return codes.length === 0 || codes.includes((error as DocktopusError<C>).code);
}
