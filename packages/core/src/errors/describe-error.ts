import { inspect } from 'node:util';
import { isDocktopusError } from './docktopus-error.ts';
import { helpLink } from './help-link.ts';
import { plainText } from './plain-text.ts';

/** Options of `describeError()`. */
export interface DescribeErrorOptions {
  /** Adds where each error was thrown. @default false */
  readonly stacks?: boolean | undefined;
  /** Ends with the link of the page that says what to do about its code. @default false */
  readonly help?: boolean | undefined;
}

const MOST_ERRORS = 20;

/**
 * A failure as people read it: its message with reason and hint, then each cause that says something more, and each
 * error of an `AggregateError`.
 */
export function describeError(error: unknown, options: DescribeErrorOptions = {}): string {
  // Called where something has failed already: it never throws.
  const { stacks = false, help = false } = options ?? {};
  const lines: string[] = [];
  const said: string[] = [];
  const seen = new Set<unknown>();
  const add = (current: unknown, indent: string, label: string): void => {
    if (seen.has(current) || seen.size >= MOST_ERRORS) return;
    seen.add(current);
    try {
      describe(current, indent, label);
    } catch {
      lines.push(`${indent}${label}an error that cannot be read`);
    }
  };
  const describe = (current: unknown, indent: string, label: string): void => {
    const shown = stacks || !isSaid(current, said);
    if (shown) {
      // An author's errors quote engines and containers as well.
      const text = plainText(stacks ? stackOf(current) : textOf(current));
      said.push(text);
      lines.push(`${label}${text}`.replaceAll(/^/gm, indent));
    }
    if (!(current instanceof Error)) return;
    const below = shown ? `${indent}  ` : indent;
    const parts = current instanceof AggregateError ? current.errors : [];
    for (const part of parts) add(part, below, '- ');
    // The cause of an `AggregateError` that this package makes is the first of its errors.
    if (current.cause !== undefined) add(current.cause, below, 'caused by ');
  };
  add(error, '', '');
  const link = help ? helpLink(error) : undefined;
  if (link !== undefined) lines.push(`See ${link}`);
  return lines.join('\n');
}

/** A cause often says what the errors above it have taken over. */
function isSaid(error: unknown, said: readonly string[]): boolean {
  if (!(error instanceof Error)) return false;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
  const errno = 'errno' in error && 'code' in error ? `(${error.code})` : reason;
  return reason !== '' && said.some((text) => text.includes(reason) || text.includes(errno));
}

function textOf(error: unknown): string {
  if (isDocktopusError(error)) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? textOf(error)) : textOf(error);
}
