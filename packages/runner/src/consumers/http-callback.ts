import { DocktopusError, isDocktopusError } from '@docktopus/core';
import {
  asGiven,
  checkOptions,
  delay,
  type OptionReaders,
  readAnyText,
  readFlag,
  readInteger,
  readRecord,
  readTimeout,
  startDeadline,
} from '@docktopus/core/kit';
import type { JobResult } from '../job/index.ts';
import { BACKOFF_OPTIONS, type BackoffOptions, backoff } from '../layers/index.ts';
import { readSecrets, type SecretSource, sign } from '../webhook/index.ts';
import { checkedLookup, forbiddenError, isForbiddenAddress } from './callback-address.ts';
import type { Consumer } from './consumer.ts';
import { postJson } from './post-json.ts';
import { resultRecord } from './result-record.ts';

/** Options of `httpCallback()`. */
export interface HttpCallbackOptions extends BackoffOptions {
  /** Signs each request as `webhook()` with `auth: { type: 'hmac' }` checks it: `X-Timestamp` and `X-Signature-256`. */
  readonly hmac?: SecretSource | undefined;
  /** How often a request that failed is sent again, after growing waits. @default 3 */
  readonly retries?: number | undefined;
  /** How long one request may take, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number | undefined;
  /** Further headers. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether requests may go to link-local addresses and the metadata services of clouds. @default false */
  readonly allowLinkLocal?: boolean | undefined;
}

const OPTIONS: OptionReaders<HttpCallbackOptions> = {
  ...BACKOFF_OPTIONS,
  hmac: asGiven,
  headers: readRecord(readAnyText),
  retries: readInteger(0),
  timeoutMs: readTimeout,
  allowLinkLocal: readFlag,
};

/** A Retry-After beyond this is not waited for: results behind it would be dropped. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Posts each result as JSON, one after the other. `Idempotency-Key` is the same when a request is repeated. Answers
 * 408, 425, 429 and 5xx are tried again, all others but 2xx are failures at once, redirects included.
 *
 * @throws DocktopusError `runner.invalid` for a URL that is not http(s), holds credentials, or is forbidden.
 */
export function httpCallback(url: string | URL, options: HttpCallbackOptions = {}): Consumer {
  checkOptions(options, OPTIONS, 'httpCallback', undefined, 'runner.invalid');
  const { retries = 3, timeoutMs = 10_000, headers = {}, allowLinkLocal = false } = options;
  const target = checkedUrl(url, allowLinkLocal);
  const name = `httpCallback ${target.origin}`;
  const waitMs = backoff(options);
  const lookup = allowLinkLocal ? undefined : checkedLookup();
  let secret: string | undefined;

  const attempt = async (result: JobResult, json: string, signal: AbortSignal): Promise<Attempt> => {
    using deadline = startDeadline({ timeoutMs, signal }, timeoutMs, 'httpCallback', target.origin);
    const idempotencyKey = `${result.callId}:${result.handledBy}`;
    const sent = { ...headers, ...signatureOf(secret, json), 'idempotency-key': idempotencyKey };
    try {
      const answer = await postJson(target, json, { headers: sent, signal: deadline.signal, lookup });
      return judge(target, answer.status, answer.retryAfterMs);
    } catch (error) {
      return {
        done: false,
        worthRetrying: !signal.aborted && !isForbidden(error),
        error: signal.aborted || isDocktopusError(error) ? error : unreachable(target, error),
        retryAfterMs: undefined,
      };
    }
  };

  return {
    name,
    open: (host) => {
      if (options.hmac !== undefined) secret = readSecrets(options.hmac, host.injector, name)[0];
    },
    consume: async (result, signal) => {
      const json = JSON.stringify(resultRecord(result));
      for (let count = 1; ; count += 1) {
        const outcome = await attempt(result, json, signal);
        if (outcome.done) return;
        if (!outcome.worthRetrying || count > retries) throw outcome.error;
        await delay(Math.min(outcome.retryAfterMs ?? waitMs(count), LONGEST_RETRY_AFTER_MS), signal);
      }
    },
  };
}

type Attempt =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly worthRetrying: boolean;
      readonly error: unknown;
      readonly retryAfterMs: number | undefined;
    };

function judge(url: URL, status: number, retryAfterMs: number | undefined): Attempt {
  if (status >= 200 && status < 300) return { done: true };
  const error = new DocktopusError('consumer.failed', {
    operation: 'httpCallback',
    subject: url.origin,
    reason: `it answered ${status}`,
    details: { status },
  });
  const worthRetrying = status >= 500 || status === 408 || status === 425 || status === 429;
  return { done: false, worthRetrying, error, retryAfterMs };
}

function unreachable(url: URL, cause: unknown): DocktopusError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DocktopusError('consumer.failed', {
    operation: 'httpCallback',
    subject: url.origin,
    reason: `it cannot be reached: ${why}`,
    cause,
  });
}

function signatureOf(secret: string | undefined, json: string): Record<string, string> {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { 'x-timestamp': timestamp, 'x-signature-256': sign(secret, json, timestamp) };
}

function isForbidden(error: unknown): boolean {
  return isDocktopusError(error) && error.code === 'runner.invalid';
}

function checkedUrl(given: string | URL, allowLinkLocal: boolean): URL {
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new DocktopusError('runner.invalid', {
      operation: 'httpCallback',
      subject: url?.origin ?? 'the URL',
      reason: 'it is not an http or https URL without credentials',
      hint: 'Send credentials in headers, from secret() settings',
    });
  }
  if (!allowLinkLocal && isForbiddenAddress(url.hostname)) throw forbiddenError(url.hostname, url.hostname);
  return url;
}
