import { currentSession, parseSession } from './session.ts';
import { judgeSession, type SessionVerdict, viewpointOf } from './session-verdict.ts';

/**
 * Judges the session that a label names, as seen from this process.
 *
 * @param endpoint of the engine that the label was found in.
 */
export function judgePrintedSession(session: string, endpoint: string): SessionVerdict {
  const parsed = parseSession(session);
  if (parsed === undefined) return { state: 'unknown', why: 'its session is written in an unknown way' };
  return judgeSession(parsed, viewpointOf(currentSession(), endpoint));
}
