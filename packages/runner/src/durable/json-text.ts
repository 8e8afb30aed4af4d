import { DocktopusError, type Issue } from '@docktopus/core';
import { printIssue } from '@docktopus/core/kit';
import { jsonIssues } from './json-issues.ts';

/** What {@link jsonText} is asked for. */
export interface JsonTextOptions {
  /** For messages: `'the body'`. */
  readonly what: string;
  /** Where problems of it are: `'body'`. */
  readonly path: string;
  readonly maxBytes: number;
  /** The job. */
  readonly subject: string;
}

/** What {@link jsonText} was given. */
export function parsedText(text: string): unknown {
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/**
 * A value as JSON text of at most `maxBytes` bytes; `undefined` is empty text.
 *
 * @throws DocktopusError `job.not-json` with everything that would be read back as something else, `job.too-large`
 */
export function jsonText(value: unknown, options: JsonTextOptions): string {
  if (value === undefined) return '';
  const { path, maxBytes } = options;
  const { issues, more, tooMany } = jsonIssues(value, path, maxBytes);
  if (issues.length > 0) throw notJson(issues, more, options);
  // Each of its values has a byte at least.
  if (tooMany) throw tooLarge('too many', maxBytes + 1, options);
  const text = toJson(value, options);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  throw tooLarge(String(bytes), bytes, options);
}

function toJson(value: unknown, options: JsonTextOptions): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // Such as an object that is another one each time that it is read.
    const got = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'a failure';
    throw notJson([{ path: options.path, got, expected: 'plain data' }], 0, options, cause);
  }
}

function notJson(
  issues: readonly Issue[],
  more: number,
  { what, subject }: JsonTextOptions,
  cause?: unknown,
): DocktopusError {
  const rest = more === 0 ? '' : `; and ${more} more`;
  return new DocktopusError('job.not-json', {
    operation: 'job',
    subject,
    reason: `${what} cannot be written as JSON without a change: ${issues.map(printIssue).join('; ')}${rest}`,
    hint: 'Pass plain data: text, finite numbers, booleans, null, lists and records; a Date becomes text',
    details: { issues },
    cause,
  });
}

function tooLarge(got: string, bytes: number, { what, maxBytes, subject }: JsonTextOptions): DocktopusError {
  return new DocktopusError('job.too-large', {
    operation: 'job',
    subject,
    reason: `${what} takes ${got} bytes as JSON, more than the limit of ${maxBytes}`,
    hint: 'Keep large data elsewhere and pass a reference, or raise the limit in runner.queue(store, { limits })',
    details: { bytes, maxBytes },
  });
}
