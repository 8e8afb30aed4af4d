import { DocktopusError } from '@docktopus/core';
import { unavailable } from './redis-server.ts';

const FULL = /OOM command not allowed|disk full|No space left|could not extend file/i;
/** As Redis, PostgreSQL, their clients and Node say it, of a server that is away, goes away or comes back. */
const AWAY =
  /ECONN|ETIMEDOUT|EPIPE|clos(e|ed|ing)\b|timed? ?out|MaxRetries|max retries|isn't writ|terminat|LOADING|READONLY|MASTERDOWN|shutting down|starting up|recovery mode/i;

/** What a call to the server failed with, told apart by what the caller can do. */
export function serverFailure(error: unknown, server: string): unknown {
  if (error instanceof DocktopusError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (FULL.test(text)) {
    return new DocktopusError('queue.full', {
      operation: 'bullQueue',
      subject: server,
      reason: `the server has no room for more: ${text}`,
      hint: 'Make room; no accepted job is lost',
      cause: error,
    });
  }
  return AWAY.test(text) ? unavailable(server, error) : error;
}
