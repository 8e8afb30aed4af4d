export { mountRunnerDashboard } from './mount-runner-dashboard.ts';
export { type DashboardOptions, type DashboardServer, serveDashboard } from './serve-dashboard.ts';
export { serveRunnerDashboard } from './serve-runner-dashboard.ts';
