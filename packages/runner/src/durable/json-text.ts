import { DocktopusError } from '@docktopus/core';

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
    reason: `${what} has ${bytes} bytes as JSON, and may have ${maxBytes}`,
    hint: 'Keep large things elsewhere and pass where they are, or raise the limit in runner.queue(store, { limits })',
    details: { bytes, maxBytes },
  });
}

function toJson(value: unknown, what: string, subject: string): string {
  if (value === undefined) return '';
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return text;
  } catch (cause) {
    throw notJson(what, subject, cause);
  }
  throw notJson(what, subject, undefined);
}

function notJson(what: string, subject: string, cause: unknown): DocktopusError {
  const why =
    cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'functions and symbols have no JSON';
  return new DocktopusError('job.not-json', {
    operation: 'job',
    subject,
    reason: `${what} cannot be said in JSON: ${why}`,
    hint: 'Pass plain data: text, numbers, booleans, null, lists and records',
    cause,
  });
}
