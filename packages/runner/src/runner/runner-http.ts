import type { BlueprintEnvironment } from '@docktopus/core';
import {
  type HealthChecks,
  type HttpAddress,
  HttpServer,
  httpAddress,
  JobMetrics,
  runnerApp,
} from '../http/index.ts';
import type { WebhookMount } from '../webhook/index.ts';
import type { HttpOptions } from './runner-options.ts';

const DEFAULT_ADDRESS = '127.0.0.1:8080';

export interface RunnerHttp {
  readonly server: HttpServer;
  readonly metrics: JobMetrics | undefined;
}

/**
 * Serves what was asked for: the webhooks, and metrics and health when `.http()` was called. Without either, nothing.
 *
 * @throws DocktopusError `port.in-use` or `runner.invalid` when it cannot listen.
 */
export async function serveHttp(
  options: HttpOptions | undefined,
  environment: BlueprintEnvironment | undefined,
  webhooks: WebhookMount,
  health: HealthChecks,
  sources: ConstructorParameters<typeof JobMetrics>[0],
): Promise<RunnerHttp | undefined> {
  if (options === undefined && webhooks.size === 0) return undefined;
  const metrics = options !== undefined && options.metrics !== false ? new JobMetrics(sources) : undefined;
  const app = runnerApp({
    metrics,
    health: options !== undefined && options.health !== false ? health : undefined,
    webhooks: webhooks.app,
  });
  return { server: await HttpServer.listen(app, addressOf(options ?? {}, environment)), metrics };
}

function addressOf({ host, port }: HttpOptions, environment: BlueprintEnvironment | undefined): HttpAddress {
  const bound = httpAddress(environment?.httpBind ?? DEFAULT_ADDRESS);
  return { host: host ?? bound.host, port: port ?? bound.port };
}
