import type { BlueprintEnvironment } from '@docktopus/core';
import {
  type HealthChecks,
  type HttpAddress,
  HttpServer,
  httpAddress,
  JobMetrics,
  type MetricSources,
  type MountedHttp,
  type RouteTable,
  serveHealth,
} from '../http/index.ts';
import type { Logger } from '../log/index.ts';
import type { HttpOptions } from './runner-options.ts';

const DEFAULT_ADDRESS = '127.0.0.1:8080';

export interface RunnerHttp {
  /** What is closed at the end. */
  readonly server: { close(timeUp: AbortSignal): Promise<void> };
  /** Where it listens; `undefined` on the server of an application. */
  readonly address: HttpAddress | undefined;
  readonly metrics: JobMetrics | undefined;
}

export interface HttpParts {
  readonly options: HttpOptions | undefined;
  /** Set when an application's own server serves it. */
  readonly mounted: MountedHttp | undefined;
  readonly environment: BlueprintEnvironment | undefined;
  /** What producers and others have asked for. */
  readonly routes: RouteTable;
  readonly health: HealthChecks;
  readonly sources: MetricSources;
  readonly log: Logger;
}

/**
 * Serves what was asked for: the routes, and metrics and health when `.http()` was called or the setting `httpBind` is
 * there. Without any of them, nothing.
 *
 * @throws DocktopusError `port.in-use` or `runner.invalid` when it cannot listen.
 */
export async function serveHttp({
  options,
  mounted,
  environment,
  routes,
  health,
  sources,
  log,
}: HttpParts): Promise<RunnerHttp | undefined> {
  const asked = options ?? (environment?.httpBind === undefined ? undefined : {});
  if (asked === undefined && routes.empty) return undefined;
  const metrics = asked !== undefined && asked.metrics !== false ? new JobMetrics(sources) : undefined;
  metrics?.serve(routes);
  if (asked !== undefined && asked.health !== false) serveHealth(routes, health);
  if (mounted !== undefined) {
    mounted.open(routes, log);
    return { server: mounted, address: undefined, metrics };
  }
  const server = await HttpServer.listen(routes, addressOf(asked ?? {}, environment), log, asked?.hosts);
  return { server, address: server.address, metrics };
}

function addressOf({ host, port }: HttpOptions, environment: BlueprintEnvironment | undefined): HttpAddress {
  const bound = httpAddress(environment?.httpBind ?? DEFAULT_ADDRESS);
  return { host: host ?? bound.host, port: port ?? bound.port };
}
