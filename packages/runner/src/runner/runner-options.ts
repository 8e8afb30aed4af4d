import type { ConnectOptions } from '@docktopus/core';
import {
  CONNECT_OPTIONS,
  checkOptions,
  type FieldReaders,
  type OptionReaders,
  type Reader,
  readFields,
  readFlag,
  readInteger,
  readList,
  readMilliseconds,
  readText,
} from '@docktopus/core/kit';
import { type CallsOptions, readCalls } from '../calls/index.ts';
import { type Logger, readLogger } from '../log/index.ts';
import type { DashboardOptions, MountedDashboardOptions } from './dashboard-module.ts';

/** What a runner can be told besides its parts. */
export interface RunnerOptions {
  /** How many calls may be accepted and not ended at a time. @default 1024 */
  readonly maxInFlight?: number | undefined;
  /** How many callers may wait for one of these places; the next one is refused with `runner.overloaded`. @default 65_536 */
  readonly maxWaiting?: number | undefined;
  /** How long accepted calls may run after a stop, in milliseconds. @default the setting `shutdownGraceMs` */
  readonly graceMs?: number | undefined;
  /** How long calls may take to end once their signals have aborted, in milliseconds. @default 1_000 */
  readonly abortMs?: number | undefined;
  /** How long consumers may take to empty their buffers, in milliseconds. @default 5_000 */
  readonly flushMs?: number | undefined;
  /** How long background services and open HTTP requests may take to stop, in milliseconds. @default 5_000 */
  readonly serviceStopMs?: number | undefined;
  /** @default pino on stderr at the setting `logLevel`; silent when NODE_ENV is `test` */
  readonly logger?: Logger | undefined;
  /** How the contexts connect. */
  readonly connect?: Omit<ConnectOptions, 'injector' | 'signal'> | undefined;
}

/** The numbers among {@link RunnerOptions} that need no settings. */
export interface RunnerLimits {
  readonly maxInFlight: number;
  readonly maxWaiting: number;
  readonly abortMs: number;
  readonly flushMs: number;
  readonly serviceStopMs: number;
}

const OPTIONS: OptionReaders<RunnerOptions> = {
  logger: readLogger,
  connect: readFields(CONNECT_OPTIONS as FieldReaders<ConnectOptions>),
  maxInFlight: readInteger(1),
  maxWaiting: readInteger(0),
  graceMs: readMilliseconds(),
  abortMs: readMilliseconds(),
  flushMs: readMilliseconds(),
  serviceStopMs: readMilliseconds(),
};

/** `options` with their defaults. @throws DocktopusError `runner.invalid` with all that do not fit. */
export function limitsOf(options: RunnerOptions): RunnerLimits {
  checkOptions(options, OPTIONS, 'BlueprintRunner.for', undefined, 'runner.invalid');
  const {
    maxInFlight = 1024,
    maxWaiting = 65_536,
    abortMs = 1000,
    flushMs = 5000,
    serviceStopMs = 5000,
  } = options;
  // A deadline of 0 would be none at all.
  const positive = (ms: number) => Math.max(1, ms);
  return {
    maxInFlight,
    maxWaiting,
    abortMs: positive(abortMs),
    flushMs: positive(flushMs),
    serviceStopMs: positive(serviceStopMs),
  };
}

/** Options of `runner.http()`. */
export interface HttpOptions {
  /** @default the setting `httpBind`, else 127.0.0.1 */
  readonly host?: string | undefined;
  /** 0 lets the system choose: see `runner.httpAddress`. @default the setting `httpBind`, else 8080 */
  readonly port?: number | undefined;
  /**
   * The host names that it is reached under, beside `localhost`, addresses and hosts of families:
   * `['hooks.example.com', '*.example.org']`. A request for another one is answered with 421, so that a page on the internet
   * cannot point its own name to a server on a loopback. `[]` allows no other, `['*']` all.
   * @default all
   */
  readonly hosts?: readonly string[] | undefined;
  /** Serves `/metrics`. @default true */
  readonly metrics?: boolean | undefined;
  /** Serves `/healthz` and `/readyz`. @default true */
  readonly health?: boolean | undefined;
  /**
   * Serves durable calls: `POST /jobs/:jobId`, `GET /calls`, `GET /calls/:callId` and its `/events`, `DELETE
   * /calls/:callId`. Needs to be told who may.
   * @default they are not served
   */
  readonly calls?: CallsOptions | undefined;
  /**
   * Serves the page of `@docktopus/dashboard`, on a separate port on 127.0.0.1.
   * @default false
   */
  readonly dashboard?: boolean | DashboardOptions | undefined;
}

/** What is served on an application's own server. */
export interface MountHttpOptions extends Omit<HttpOptions, 'host' | 'port' | 'hosts' | 'dashboard'> {
  /**
   * Serves the page of `@docktopus/dashboard` at `/dashboard/` below the application's prefix. It asks for no token there: the
   * application decides who may see it.
   * @default false
   */
  readonly dashboard?: boolean | MountedDashboardOptions | undefined;
}

const readPort = readInteger(0, 65_535);

/** `true`, `false`, or the options of a dashboard. */
function readDashboard(readers: FieldReaders<DashboardOptions | MountedDashboardOptions>): Reader<unknown> {
  const readOptions = readFields(readers);
  return (value, problems) => {
    if (typeof value === 'boolean') return value;
    const isObject = typeof value === 'object' && value !== null;
    return isObject ? readOptions(value, problems) : problems.refuse(value, 'true, false or an object');
  };
}

const HOST_NAME = /^(\*|(\*\.)?[a-z\d]([\w.-]*[a-z\d])?)$/i;

const readHostName: Reader<string> = (value, problems) =>
  typeof value === 'string' && HOST_NAME.test(value)
    ? value
    : problems.refuse(value, "a host name without a port, such as 'hooks.example.com' or '*.example.com'");

const HTTP: OptionReaders<HttpOptions> = {
  metrics: readFlag,
  health: readFlag,
  calls: readCalls,
  dashboard: readDashboard({ port: readPort, actions: readFlag }),
  host: readText,
  port: readPort,
  hosts: readList(readHostName),
};
const { host: _host, port: _port, hosts: _hosts, ...served } = HTTP;
const MOUNT: OptionReaders<MountHttpOptions> = { ...served, dashboard: readDashboard({ actions: readFlag }) };

/** @throws DocktopusError `runner.invalid` with all that do not fit. */
export function checkHttpOptions(options: HttpOptions): void {
  checkOptions(options, HTTP, 'runner.http', undefined, 'runner.invalid');
}

/** @throws DocktopusError `runner.invalid` with all that do not fit. */
export function checkMountOptions(options: MountHttpOptions): void {
  checkOptions(options, MOUNT, 'runner.mount', undefined, 'runner.invalid');
}
