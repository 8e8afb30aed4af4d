import { DocktopusError, type ErrorCode, isDocktopusError } from '@docktopus/core';
import { storableText } from '../job/index.ts';
import type { StoredError } from './stored-job.ts';

/** Beyond this, a message is cut: it may hold the output of a program. */
const MAX_MESSAGE = 8192;

/** What is kept of a failure. */
export function storedError(error: unknown): StoredError {
  const code = isDocktopusError(error) ? error.code : 'job.failed';
  const text = textOf(error);
  const cut = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)} …` : text;
  return { code, message: storableText(cut) };
}

/** Handlers may throw anything, and messages be anything. */
function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'it failed with something that has no text';
  }
}

/** The failure again, for those who hear of it in another process. */
export function restoredError({ code, message }: StoredError): DocktopusError {
  const error = new DocktopusError(code as ErrorCode, { operation: 'job', reason: message } as never);
  // The message says operation and subject already.
  error.message = message;
  return error;
}
