import type { Docker } from '../engine/index.ts';
import type { CallOptions } from '../scope/index.ts';
import { currentSession, type Session } from './session.ts';

/** The session of this process on an engine: in one of its containers, it ends with that container. */
export async function sessionOf(
  docker: Pick<Docker, 'vantage'>,
  options: CallOptions = {},
): Promise<Session> {
  const vantage = await docker.vantage(options);
  return currentSession(vantage.at === 'container' ? vantage.id : undefined);
}
