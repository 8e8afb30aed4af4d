import type { BlueprintEnvironment } from '@docktopus/core';
import {
  type HealthChecks,
  type HttpAddress,
  HttpServer,
  httpAddress,
  JobMetrics,
  type MetricSources,
  type RouteTable,
  serveHealth,
} from '../http/index.ts';
import type { Logger } from '../log/index.ts';
import type { HttpOptions } from './runner-options.ts';

const DEFAULT_ADDRESS = '127.0.0.1:8080';

export interface RunnerHttp {
  readonly server: HttpServer;
  readonly metrics: JobMetrics | undefined;
}

export interface HttpParts {
  readonly options: HttpOptions | undefined;
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
  const server = await HttpServer.listen(routes, addressOf(asked ?? {}, environment), log);
  return { server, metrics };
}

function addressOf({ host, port }: HttpOptions, environment: BlueprintEnvironment | undefined): HttpAddress {
  const bound = httpAddress(environment?.httpBind ?? DEFAULT_ADDRESS);
  return { host: host ?? bound.host, port: port ?? bound.port };
}
