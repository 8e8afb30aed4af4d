import type { BlueprintEnvironment } from '@docktopus/core';
import {
  type HealthChecks,
  type HttpAddress,
  HttpServer,
  httpAddress,
  JobMetrics,
  type MetricSources,
  runnerApp,
} from '../http/index.ts';
import type { Logger } from '../log/index.ts';
import type { WebhookMount } from '../webhook/index.ts';
import type { HttpOptions } from './runner-options.ts';

const DEFAULT_ADDRESS = '127.0.0.1:8080';

export interface RunnerHttp {
  readonly server: HttpServer;
  readonly metrics: JobMetrics | undefined;
}

export interface HttpParts {
  readonly options: HttpOptions | undefined;
  readonly environment: BlueprintEnvironment | undefined;
  readonly webhooks: WebhookMount;
  readonly health: HealthChecks;
  readonly sources: MetricSources;
  readonly log: Logger;
}

/**
 * Serves what was asked for: the webhooks, and metrics and health when `.http()` was called or the setting `httpBind`
 * is there. Without any of them, nothing.
 *
 * @throws DocktopusError `port.in-use` or `runner.invalid` when it cannot listen.
 */
export async function serveHttp({
  options,
  environment,
  ...parts
}: HttpParts): Promise<RunnerHttp | undefined> {
  const asked = options ?? (environment?.httpBind === undefined ? undefined : {});
  if (asked === undefined && parts.webhooks.size === 0) return undefined;
  const metrics = asked !== undefined && asked.metrics !== false ? new JobMetrics(parts.sources) : undefined;
  const health = asked !== undefined && asked.health !== false ? parts.health : undefined;
  const app = runnerApp({ metrics, health, webhooks: parts.webhooks.app, log: parts.log });
  return { server: await HttpServer.listen(app, addressOf(asked ?? {}, environment)), metrics };
}

function addressOf({ host, port }: HttpOptions, environment: BlueprintEnvironment | undefined): HttpAddress {
  const bound = httpAddress(environment?.httpBind ?? DEFAULT_ADDRESS);
  return { host: host ?? bound.host, port: port ?? bound.port };
}
