import type {
  DashboardSubject,
  DashboardOptions as RunnerDashboardOptions,
  ServedDashboard,
} from '@docktopus/runner';
import { announceBlueprint, discoveryFolders } from '../discovery/index.ts';
import { runnerSource } from '../source/index.ts';
import { type DashboardServer, serveDashboard } from './serve-dashboard.ts';

/**
 * Serves the dashboard of a running blueprint, and leaves a discovery file by which the command line finds it. The
 * runner calls it for `.http({ dashboard: true })`.
 *
 * @throws DocktopusError `port.in-use`, `dashboard.no-page`, `dashboard.invalid`
 */
export async function serveRunnerDashboard(
  subject: DashboardSubject,
  { port, actions, token }: RunnerDashboardOptions & { readonly token?: string | undefined },
): Promise<ServedDashboard> {
  const server = await serveDashboard(runnerSource(subject), { port, actions, token });
  try {
    const withdraw = await announce(subject, server);
    const close = async () => {
      await withdraw();
      await server.close();
    };
    return { url: server.url, origin: server.origin, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function announce({ blueprint, dataDir, contexts }: DashboardSubject, server: DashboardServer) {
  const { url, origin, operatorToken } = server;
  const session = contexts[0]?.session ?? '';
  const startedAt = new Date().toISOString();
  const [folder] = discoveryFolders(process.env, dataDir);
  return announceBlueprint(folder, {
    v: 1,
    blueprint,
    pid: process.pid,
    session,
    startedAt,
    origin,
    url,
    operatorToken,
  });
}
