import { DocktopusError, type ErrorCode, isDocktopusError } from '@docktopus/core';
import type { StoredError } from './stored-job.ts';

/** Beyond this, a message is cut: it may hold the output of a program. */
const MAX_MESSAGE = 8192;

/** What is kept of a failure. */
export function storedError(error: unknown): StoredError {
  const code = isDocktopusError(error) ? error.code : 'job.failed';
  const message = error instanceof Error ? error.message : String(error);
  return { code, message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message };
}

/** The failure again, for those who hear of it in another process. */
export function restoredError({ code, message }: StoredError): DocktopusError {
  const error = new DocktopusError(code as ErrorCode, { operation: 'job', reason: message } as never);
  // The message says operation and subject already.
  error.message = message;
  return error;
}
