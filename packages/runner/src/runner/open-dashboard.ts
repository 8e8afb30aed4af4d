import { findSupervisor } from '@docktopus/core/kit';
import type { Logger } from '../log/index.ts';
import {
  type DashboardOptions,
  type DashboardSubject,
  loadDashboard,
  type ServedDashboard,
} from './dashboard-module.ts';

/**
 * Serves the dashboard of a runner on a separate listener: if the author asked for it, or `docktopus dev` runs the program.
 *
 * @throws DocktopusError `runner.invalid` when `@docktopus/dashboard` is not installed; `port.in-use`
 */
export async function openDashboard(
  asked: boolean | DashboardOptions | undefined,
  subject: DashboardSubject,
  log: Logger,
): Promise<ServedDashboard | undefined> {
  const supervised = findSupervisor()?.dashboard;
  if (!asked && supervised === undefined) return undefined;
  const options = { ...(typeof asked === 'object' && asked), ...supervised };
  try {
    const { serveRunnerDashboard } = await loadDashboard();
    const served = await serveRunnerDashboard(subject, options);
    announce(served, subject, supervised !== undefined, log);
    return served;
  } catch (error) {
    if (asked) throw error;
    log.debug('there is no dashboard', { err: error });
    return undefined;
  }
}

/** A reader of the log must not be able to open the page: only a terminal or the supervisor shows the token. */
function announce(
  { url, origin }: ServedDashboard,
  { blueprint }: DashboardSubject,
  supervised: boolean,
  log: Logger,
): void {
  if (supervised) process.send?.({ docktopus: 'dashboard', url, blueprint });
  else if (process.stderr.isTTY) process.stderr.write(`dashboard: ${url}\n`);
  else log.info(`the dashboard is at ${origin}; docktopus ui -b ${blueprint} prints how to open it`);
}
