import type { HttpRoutes } from './http-routes.ts';

/** What the health end points tell. */
export interface HealthChecks {
  /** Whether the process is worth keeping. */
  healthy(): boolean;
  /** What keeps it from taking calls; empty when it is ready. */
  notReady(): readonly string[];
}

/** Serves `/healthz` and `/readyz`. */
export function serveHealth(routes: HttpRoutes, checks: HealthChecks): void {
  const answer = (ok: boolean, body: object) => Response.json(body, { status: ok ? 200 : 503 });
  routes.on(
    'GET',
    '/healthz',
    () => {
      const healthy = checks.healthy();
      return answer(healthy, { healthy });
    },
    'health',
  );
  routes.on(
    'GET',
    '/readyz',
    () => {
      const notReady = checks.notReady();
      const ready = notReady.length === 0;
      return answer(ready, { ready, notReady });
    },
    'health',
  );
}
