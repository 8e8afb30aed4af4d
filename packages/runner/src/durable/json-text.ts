import { DocktopusError } from '@docktopus/core';
import { isTooDeep, MOST_LEVELS } from '../job/index.ts';

/** What {@link jsonText} was given. */
export function parsedText(text: string): unknown {
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/**
 * A value as JSON text of at most `maxBytes` bytes; `undefined` is empty text.
 *
 * @param what `'the payload'`, for the message.
 * @throws DocktopusError `job.not-json` for what JSON cannot say, `job.too-large`
 */
export function jsonText(value: unknown, what: string, maxBytes: number, subject: string): string {
  const text = toJson(value, what, subject);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  throw new DocktopusError('job.too-large', {
    operation: 'job',
    subject,
    reason: `${what} takes ${bytes} bytes as JSON, more than the limit of ${maxBytes}`,
    hint: 'Keep large data elsewhere and pass a reference, or raise the limit in runner.queue(store, { limits })',
    details: { bytes, maxBytes },
  });
}

function toJson(value: unknown, what: string, subject: string): string {
  if (value === undefined) return '';
  const text = written(value, what, subject);
  if (text === undefined) throw notJson(what, subject, 'functions and symbols have no JSON');
  if (isTooDeep(text)) throw notJson(what, subject, TOO_DEEP);
  return text;
}

const TOO_DEEP = `it is nested deeper than ${MOST_LEVELS} levels`;

function written(value: unknown, what: string, subject: string): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // The stack ends at some depth beyond the limit.
    const why =
      cause instanceof RangeError ? TOO_DEEP : cause instanceof Error ? cause.message : String(cause);
    throw notJson(what, subject, why.split('\n')[0] ?? '', cause);
  }
}

function notJson(what: string, subject: string, why: string, cause?: unknown): DocktopusError {
  return new DocktopusError('job.not-json', {
    operation: 'job',
    subject,
    reason: `${what} cannot be written as JSON: ${why}`,
    hint: 'Pass plain data: text, numbers, booleans, null, lists and records',
    cause,
  });
}
