import { createHash } from 'node:crypto';
import { isRecord } from '../json/index.ts';
import { currentSession, parseSession, printSession, type Session } from './session.ts';
import { judgeSession, viewpointOf } from './session-verdict.ts';

/**
 * A process that runs this one and owns its session, such as `docktopus dev`: what the program makes outlives a restart of
 * it, and its next run adopts what did not change. The supervisor removes all of it when it ends itself.
 */
export interface Supervisor {
  readonly session: Session;
  /** Where the dashboard is served, so that a page finds it again after a restart. */
  readonly dashboard: { readonly port: number; readonly token: string } | undefined;
}

/** What a supervisor tells the program that it runs, as JSON. */
export const SUPERVISOR_VARIABLE = 'DOCKTOPUS_SUPERVISOR';

/** Set by a process that runs this one to learn what a start would do: it is told over IPC, and nothing is changed. */
export const PLAN_VARIABLE = 'DOCKTOPUS_PLAN';

/** The text for {@link SUPERVISOR_VARIABLE} with which this process owns the session of the program that it runs. */
export function superviseBy(dashboard: Supervisor['dashboard']): string {
  return JSON.stringify({ session: printSession(currentSession()), dashboard });
}

/** Who runs this process; `undefined` when it owns its session itself, or the one that did is gone. */
export function findSupervisor(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Supervisor | undefined {
  const value = parsed(env[SUPERVISOR_VARIABLE]);
  if (!isRecord(value) || typeof value.session !== 'string') return undefined;
  const session = parseSession(value.session);
  // A unix socket stands for an engine on this machine, which is where a supervisor is.
  const here = viewpointOf(currentSession(), 'unix:');
  if (session === undefined || judgeSession(session, here).state !== 'alive') return undefined;
  const { dashboard } = value;
  const known =
    isRecord(dashboard) && typeof dashboard.port === 'number' && typeof dashboard.token === 'string';
  return {
    session,
    dashboard: known ? { port: dashboard.port as number, token: dashboard.token as string } : undefined,
  };
}

/** The mark of a context's things that stays the same for as long as the supervisor lives. */
export function supervisedNonce({ session }: Supervisor, context: string): string {
  return createHash('sha256')
    .update(`${printSession(session)} ${context}`)
    .digest('hex')
    .slice(0, 8);
}

let following = false;

/** Ends this process when its supervisor is gone, which removes what they made. */
export function endWithSupervisor(): void {
  if (following) return;
  following = true;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening alone would keep a program from ending by itself.
  process.channel?.unref();
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // Set by somebody else, for something else.
    return undefined;
  }
}
