import { DocktopusError, type ErrorFacts } from './docktopus-error.ts';
import type { SharedDetails } from './error-codes.ts';

export interface Amendment {
  /** Is added to what the error says already about what to do. */
  readonly hint?: string | undefined;
  /** @default the error's own */
  readonly cause?: unknown;
  /** Are added to those of the error. */
  readonly details?: SharedDetails | undefined;
}

/** The same failure, of which more is known by now. */
export function amended(error: DocktopusError, { hint, cause, details }: Amendment): DocktopusError {
  const { code, operation, subject, reason, lastLines } = error;
  const hints = [error.hint, hint].filter((each) => each !== undefined);
  return new DocktopusError(code, {
    operation,
    subject,
    reason,
    lastLines,
    hint: hints.length === 0 ? undefined : hints.join('. '),
    cause: cause ?? error.cause,
    details: { ...error.details, ...details },
  } as ErrorFacts);
}
