export { type HealthChecks, serveHealth } from './health-routes.ts';
export { type HostRouter, hostMount } from './host-router.ts';
export { type HttpAddress, httpAddress, printHttpAddress } from './http-address.ts';
export { ANSWERED, httpApp } from './http-app.ts';
export type {
  HttpHandler,
  HttpMethod,
  HttpMount,
  HttpRequest,
  HttpRoutes,
  HttpUpgrade,
  UpgradeHandler,
} from './http-routes.ts';
export { HttpServer } from './http-server.ts';
export { type BoundCount, type DurableCounts, JobMetrics, type MetricSources } from './job-metrics.ts';
export { MountedHttp } from './mounted-http.ts';
export { RouteTable } from './route-table.ts';
export { urlBelow } from './url-below.ts';
