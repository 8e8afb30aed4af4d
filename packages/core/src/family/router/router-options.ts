import { invalid } from '../../errors/index.ts';
import {
  type DurationInput,
  Problems,
  type Reader,
  readFields,
  readInteger,
  readList,
  readText,
} from '../../input/index.ts';
import { readPeriod } from '../settings/read-period.ts';
import { type HostPattern, hostPattern } from './parse-host.ts';
import type { RouterRequest } from './router-request.ts';

/** Whose container a request is let through to, or why it is not. */
export type RouterVerdict<Key, Data> =
  | {
      readonly key: Key;
      readonly data?: Data | undefined;
      /** Ends what was let through: when a session is over, or a right was withdrawn. */
      readonly until?: AbortSignal | undefined;
      /** Given to the container with the request. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  | {
      /** 401: nobody is signed in. 403: they may not. 404: for what does not exist, and for what is somebody else's. */
      readonly deny: 401 | 403 | 404 | 429;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | undefined;
    };

/** Options of `family.router()`. */
export interface RouterOptions<Key, Data> {
  /** `'*.preview.example'`: each key has a host of its own, `acme.preview.example`, and its ports `3000-acme.preview.example`. */
  readonly host: string;
  /** The port that a host without one stands for. */
  readonly port: number;
  /** Further ports that may be reached. @default none */
  readonly ports?: readonly number[] | undefined;
  /** Asked for each request, before anything is looked up or woken; what it throws is answered with 502. */
  readonly authorise: (
    request: RouterRequest,
  ) => RouterVerdict<Key, Data> | undefined | Promise<RouterVerdict<Key, Data> | undefined>;
  /** Headers that containers must not see. @default ['authorization'] */
  readonly stripHeaders?: readonly string[] | undefined;
  /** Cookies of the application's that containers must not see: `['session', 'admin_*']`. @default none */
  readonly stripCookies?: readonly string[] | undefined;
  /** Origins whose pages may use a visitor's cookies here, besides the key's own; `'*'` for all. @default none */
  readonly origins?: readonly string[] | undefined;
  /** Paths that ask how the key is: answered with 200 or 503 from what is known, without waking anything. @default none */
  readonly probes?: readonly string[] | undefined;
  /** How long a visitor waits for a container to come up; the start goes on. @default '30s' */
  readonly wakeTimeout?: DurationInput | undefined;
  /** How long a container has to begin its answer. @default '60s' */
  readonly answerTimeout?: DurationInput | undefined;
  /** How many requests of one key wait for its container at most. @default 100 */
  readonly maxWaiting?: number | undefined;
  /** How many requests and WebSockets of one key are open at most. @default 500 */
  readonly maxOpen?: number | undefined;
}

export interface RouterSettings {
  readonly host: HostPattern;
  readonly port: number;
  readonly ports: ReadonlySet<number>;
  readonly stripHeaders: readonly string[];
  readonly stripCookies: readonly string[];
  readonly origins: readonly string[];
  readonly probes: ReadonlySet<string>;
  readonly wakeTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly maxWaiting: number;
  readonly maxOpen: number;
}

const readPort = readInteger(1, 65_535);
const readTexts = readList(readText);
const readHost: Reader<HostPattern> = (value, problems) =>
  (typeof value === 'string' ? hostPattern(value) : undefined) ??
  problems.refuse(value, "a pattern with one label for the key, such as '*.preview.example'");
const readAuthorise: Reader<object> = (value, problems) =>
  typeof value === 'function' ? value : problems.refuse(value, 'a function that decides about each request');

const readOptions = readFields<
  {
    host: HostPattern;
    port: number;
    ports: readonly number[];
    authorise: object;
    stripHeaders: readonly string[];
    stripCookies: readonly string[];
    origins: readonly string[];
    probes: readonly string[];
    wakeTimeout: number;
    answerTimeout: number;
    maxWaiting: number;
    maxOpen: number;
  },
  'host' | 'port' | 'authorise'
>(
  {
    host: readHost,
    port: readPort,
    ports: readList(readPort),
    authorise: readAuthorise,
    stripHeaders: readTexts,
    stripCookies: readTexts,
    origins: readTexts,
    probes: readTexts,
    wakeTimeout: readPeriod(1),
    answerTimeout: readPeriod(1),
    maxWaiting: readInteger(1),
    maxOpen: readInteger(1),
  },
  {
    host: "a pattern such as '*.preview.example'",
    port: 'the port that a host without one stands for',
    authorise: 'a function that decides about each request: without one, everybody would get everything',
  },
);

/** @throws DocktopusError `family.invalid` with every problem. */
export function routerSettings(family: string, options: unknown): RouterSettings {
  const problems = new Problems('router');
  const given = readOptions(options, problems);
  if (given === undefined || problems.issues.length > 0) {
    throw invalid('family.invalid', 'family.router', problems.issues, family);
  }
  return {
    host: given.host,
    port: given.port,
    ports: new Set([given.port, ...(given.ports ?? [])]),
    stripHeaders: (given.stripHeaders ?? ['authorization']).map((name) => name.toLowerCase()),
    stripCookies: given.stripCookies ?? [],
    origins: given.origins ?? [],
    probes: new Set(given.probes ?? []),
    wakeTimeoutMs: given.wakeTimeout ?? 30_000,
    answerTimeoutMs: given.answerTimeout ?? 60_000,
    maxWaiting: given.maxWaiting ?? 100,
    maxOpen: given.maxOpen ?? 500,
  };
}
