import { Hono } from 'hono';
import type { Logger } from '../log/index.ts';
import type { JobMetrics } from './job-metrics.ts';

export interface RunnerAppOptions {
  /** Serves `/metrics`. */
  readonly metrics: JobMetrics | undefined;
  /** Serves `/healthz` and `/readyz`. */
  readonly health: HealthChecks | undefined;
  readonly webhooks: Hono;
  readonly log: Logger;
}

/** What the health end points tell. */
export interface HealthChecks {
  /** Whether the process is worth keeping. */
  healthy(): boolean;
  /** What keeps it from taking calls; empty when it is ready. */
  notReady(): readonly string[];
}

/** Everything that the runner serves over HTTP. */
export function runnerApp({ metrics, health, webhooks, log }: RunnerAppOptions): Hono {
  const app = new Hono();
  if (metrics !== undefined) {
    app.get('/metrics', async (context) =>
      context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
    );
  }
  if (health !== undefined) {
    app.get('/healthz', (context) => {
      const healthy = health.healthy();
      return context.json({ healthy }, healthy ? 200 : 503);
    });
    app.get('/readyz', (context) => {
      const notReady = health.notReady();
      return context.json({ ready: notReady.length === 0, notReady }, notReady.length === 0 ? 200 : 503);
    });
  }
  app.route('/', webhooks);
  app.notFound((context) => context.json({ error: { message: 'not found' } }, 404));
  app.onError((error, context) => {
    log.error(`${context.req.method} ${context.req.path} failed`, { err: error });
    return context.json({ error: { message: 'internal error' } }, 500);
  });
  return app;
}
