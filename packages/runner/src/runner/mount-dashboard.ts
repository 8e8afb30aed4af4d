import { DocktopusError } from '@docktopus/core';
import type { RouteTable } from '../http/index.ts';
import type { Logger } from '../log/index.ts';
import {
  type DashboardSubject,
  loadDashboard,
  type MountedDashboard,
  type MountedDashboardOptions,
} from './dashboard-module.ts';

const PATH = '/dashboard';

interface MountParts {
  readonly routes: RouteTable;
  readonly log: Logger;
  /** Gives up opening it. */
  readonly signal: AbortSignal;
}

/**
 * Serves the dashboard among the routes that an application mounts, if the author asked for it.
 *
 * @throws DocktopusError `runner.invalid` when `@docktopus/dashboard` is not installed, or another part serves a path there.
 */
export async function mountDashboard(
  asked: boolean | MountedDashboardOptions | undefined,
  subject: DashboardSubject,
  { routes, log, signal }: MountParts,
): Promise<MountedDashboard | undefined> {
  if (!asked) return undefined;
  const owner = routes.ownerBelow(PATH);
  if (owner !== undefined) {
    throw new DocktopusError('runner.invalid', {
      operation: 'mount',
      subject: PATH,
      reason: `${owner} has a path there already, which is the dashboard's`,
      hint: 'Choose another path for it, or leave out the option dashboard',
    });
  }
  const { mountRunnerDashboard } = await loadDashboard();
  const dashboard = await mountRunnerDashboard(subject, { ...(asked !== true && asked), path: PATH, signal });
  routes.mount({
    name: 'dashboard',
    matches: ({ path }) => path === PATH || path.startsWith(`${PATH}/`),
    handle: ({ raw }) => dashboard.fetch(raw),
  });
  log.info(
    `the dashboard is at ${PATH}/ below the application's prefix, for everyone whom the application lets through`,
  );
  return dashboard;
}
