import type { DashboardSubject, MountedDashboard, MountedDashboardOptions } from '@docktopus/runner';
import { type DashboardSource, runnerSource } from '../source/index.ts';
import { applicationDoor } from './application-door.ts';
import { dashboardApp } from './dashboard-app.ts';
import { LiveApi } from './live-api.ts';
import { type PageFile, readPageFiles } from './page-files.ts';

/** Where it is served, as the handler sees it: `/dashboard`. */
interface Place {
  readonly path: string;
  /** Gives up opening. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The dashboard of a running blueprint, for a server of the application that decides who may see it. The runner calls it for
 * `.mount({ dashboard: true })`.
 *
 * @throws DocktopusError `dashboard.no-page`, `dashboard.invalid`
 */
export async function mountRunnerDashboard(
  subject: DashboardSubject,
  options: MountedDashboardOptions & Place,
): Promise<MountedDashboard> {
  return mountFiles(runnerSource(subject), await readPageFiles(), options);
}

/** As {@link mountRunnerDashboard}, with the source and the page that are given. */
export async function mountFiles(
  source: DashboardSource,
  page: ReadonlyMap<string, PageFile>,
  { path, actions = false, signal }: MountedDashboardOptions & Place,
): Promise<MountedDashboard> {
  const live = new LiveApi(source, actions);
  const app = dashboardApp({ base: `${path}/`, door: applicationDoor, api: live.routes, page });
  try {
    await live.open(signal);
  } catch (error) {
    live.close();
    throw error;
  }
  return { fetch: async (request) => app.fetch(request), close: () => live.close() };
}
