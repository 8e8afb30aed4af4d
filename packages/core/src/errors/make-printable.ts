import { plainText } from './plain-text.ts';

/** Deeper chains of causes are not printed whole. */
const DEEPEST = 10;

/**
 * Node prints the stacks of an uncaught error's causes as they are, and their messages may quote an engine, a registry or a
 * file: from those of `cause` and its causes goes what would drive a terminal. Messages stay for programs.
 */
export function makePrintable(cause: unknown, depth = 0): void {
  try {
    makeStacksPrintable(cause, depth);
  } catch {
    // A cause that throws when it is read is printed as it is.
  }
}

function makeStacksPrintable(cause: unknown, depth: number): void {
  if (!(cause instanceof Error) || depth > DEEPEST) return;
  // To read a stack is what costs: only if its head needs it.
  if (plainText(cause.message) !== cause.message) {
    const stack = plainText(cause.stack ?? '');
    try {
      Object.defineProperty(cause, 'stack', { value: stack, configurable: true, writable: true });
    } catch {
      // A frozen error stays as its owner made it.
    }
  }
  makePrintable(cause.cause, depth + 1);
  if (cause instanceof AggregateError) for (const each of cause.errors) makePrintable(each, depth + 1);
}
