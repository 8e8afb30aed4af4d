import { types } from 'node:util';
import { asGiven, checkOptions, type OptionReaders } from '../../input/index.ts';
import type { ReadyCondition, ReadyHttpPredicate } from '../options/ready-condition.ts';

/** Their names only: the spec checks the values, together with everything else. */
const HTTP_OPTIONS: OptionReaders<ReadyHttpOptions> = {
  status: asGiven,
  method: asGiven,
  headers: asGiven,
  tls: asGiven,
  predicate: asGiven,
};

/**
 * Readiness conditions. Each returns data for `readyWhen(…)`; nothing is probed before the container starts.
 *
 * ```ts
 * c.readyWhen(ready.all(ready.port(5432), ready.log(/ready to accept connections/, { times: 2 })))
 * ```
 */
export const ready = Object.freeze({
  /** The container's health check says healthy. */
  healthy: (): ReadyCondition => ({ kind: 'healthy' }),

  /** Something accepts connections on the container's `port`. */
  port: (port: number): ReadyCondition => ({ kind: 'port', port }),

  /** `path` on the container's `port` answers with an accepted status. */
  http: (port: number, path = '/', options: ReadyHttpOptions = {}): ReadyCondition => {
    checkOptions(options, HTTP_OPTIONS, 'ready.http');
    return {
      kind: 'http',
      port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      statuses: options.status === undefined ? [] : [options.status].flat(),
      tls: options.tls ?? false,
      ...(options.predicate === undefined ? {} : { predicate: options.predicate }),
    };
  },

  /** A line of the output contains `pattern` or matches it. */
  log: (
    pattern: string | RegExp,
    options: { /** @default 1 */ readonly times?: number | undefined } = {},
  ): ReadyCondition => {
    checkOptions(options, { times: asGiven }, 'ready.log');
    return {
      kind: 'log',
      pattern: types.isRegExp(pattern)
        ? { regExp: { source: pattern.source, flags: pattern.flags } }
        : { text: pattern },
      times: options.times ?? 1,
    };
  },

  /** The container ends by itself with `code`. */
  exit: (code = 0): ReadyCondition => ({ kind: 'exit', code }),

  /** `argv`, run inside the container, ends with exit code 0. */
  command: (argv: readonly string[]): ReadyCondition => ({
    kind: 'command',
    // The spec refuses anything else; a text would fall apart into its letters.
    argv: Array.isArray(argv) ? [...argv] : argv,
  }),

  /** Every one of `conditions` has held. */
  all: (...conditions: readonly ReadyCondition[]): ReadyCondition => ({ kind: 'all', conditions }),

  /** One of `conditions` holds. */
  any: (...conditions: readonly ReadyCondition[]): ReadyCondition => ({ kind: 'any', conditions }),
});

/** Options of `ready.http()`. */
export interface ReadyHttpOptions {
  /** @default every status from 200 to 399 */
  readonly status?: number | readonly number[] | undefined;
  /** @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'POST' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Speaks HTTPS and accepts any certificate. @default false */
  readonly tls?: boolean | undefined;
  /** Looks at an answer of an accepted status; `false` or a rejection means not yet. */
  readonly predicate?: ReadyHttpPredicate | undefined;
}
