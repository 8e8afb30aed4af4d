import { DocktopusError } from '@docktopus/core';
import { unavailable } from './redis-server.ts';

const FULL = /OOM command not allowed|disk full|No space left|could not extend file/i;
/** As Redis, PostgreSQL, their clients and Node say it, of a server that is away, goes away, comes back or has too much to do. */
const AWAY =
  /ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN)|clos(e|ed|ing)\b|timed? ?out|MaxRetries|max retries|isn't writ|terminat|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|MISCONF|shutting down|starting up|recovery mode|too many (clients|connections)|number of clients|connection slots/i;
/** Classes and codes of PostgreSQL: the connection, its resources, an operator, the system, a standby, a lock's other side. */
const AWAY_CODE = /^(08|53|57|58)...$|^25006$|^40001$|^40P01$/;
const FULL_CODE = '53100';

/** What a call to the server failed with, told apart by what the caller can do. */
export function serverFailure(error: unknown, server: string): unknown {
  if (error instanceof DocktopusError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = String((error as { code?: unknown } | undefined)?.code ?? '');
  if (code === FULL_CODE || FULL.test(text)) {
    return new DocktopusError('queue.full', {
      operation: 'bullQueue',
      subject: server,
      reason: `the server has no room for more: ${text}`,
      hint: 'Make room; no accepted job is lost',
      cause: error,
    });
  }
  return AWAY_CODE.test(code) || AWAY.test(`${code} ${text}`) ? unavailable(server, error) : error;
}
