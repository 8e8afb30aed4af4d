import { hostname } from 'node:os';
import { HIDDEN, processStart } from './process-start.mjs';
import type { Session } from './session.ts';
import type { SessionContainers } from './session-containers.ts';

/** Whether a session's process is gone, and how we know. Only `gone` allows a removal. */
export interface SessionVerdict {
  readonly state: 'gone' | 'alive' | 'unknown';
  readonly why: string;
}

/** Where a session is judged from. */
export interface Viewpoint {
  readonly session: Session;
  /** Whether the engine runs on this machine: then a reboot ended every owner. */
  readonly engineIsLocal: boolean;
  /** As {@link processStart}. */
  readonly startOf: (pid: number) => string | undefined;
  /** Whether we are in a container whose host name is its id, which no other container ever has. */
  readonly containerised: boolean;
  /** What the engine says of the containers that sessions run in. @default it was not asked */
  readonly containers?: SessionContainers | undefined;
}

/** The view from this process. */
export function viewpointOf(session: Session, endpoint: string, containers?: SessionContainers): Viewpoint {
  return {
    session,
    engineIsLocal: endpoint.startsWith('unix:') || endpoint.startsWith('npipe:'),
    startOf: processStart,
    containers,
    containerised: /^[0-9a-f]{12}$/.test(hostname()),
  };
}

/** Judges `session` as seen from `here`; in doubt, it is not gone. */
export function judgeSession(session: Session, here: Viewpoint): SessionVerdict {
  const ours = here.session;
  if (session.container !== undefined && session.container !== ours.container)
    return judgeContainer(session.container, here);
  if (session.host !== ours.host) return { state: 'unknown', why: 'its process is on another host' };
  if (session.boot !== ours.boot) {
    return here.engineIsLocal
      ? { state: 'gone', why: 'the machine was rebooted since' }
      : { state: 'unknown', why: 'it is of another boot, and the engine is not on this machine' };
  }
  if (session.namespace !== ours.namespace) {
    return here.containerised || session.container !== undefined
      ? { state: 'gone', why: 'this container was restarted since' }
      : { state: 'unknown', why: 'its process is in another pid namespace' };
  }
  const start = here.startOf(session.pid);
  if (start === undefined) return { state: 'gone', why: `process ${session.pid} is gone` };
  if (start === session.start) return { state: 'alive', why: `process ${session.pid} is alive` };
  if (start === HIDDEN || session.start === HIDDEN) {
    return { state: 'unknown', why: `process ${session.pid} exists and may be another` };
  }
  return { state: 'gone', why: `process ${session.pid} is another process now` };
}

function judgeContainer(id: string, here: Viewpoint): SessionVerdict {
  const name = `the container ${id.slice(0, 12)}`;
  switch (here.containers?.stateOf(id)) {
    case 'runs':
      return { state: 'alive', why: `${name} of its process runs` };
    case 'gone':
      return { state: 'gone', why: `${name} of its process is gone` };
    case undefined:
      return { state: 'unknown', why: `its process is in ${name}` };
  }
}
