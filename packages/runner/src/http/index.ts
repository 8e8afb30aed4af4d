export { type HttpAddress, httpAddress } from './http-address.ts';
export { HttpServer } from './http-server.ts';
export { JobMetrics, type MetricSources } from './job-metrics.ts';
export { type HealthChecks, runnerApp } from './runner-app.ts';
