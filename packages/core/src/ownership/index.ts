export { engineAddress } from './engine-address.ts';
export { guardSession, type SessionGuard } from './guard-session.ts';
export { judgePrintedSession } from './judge-printed-session.ts';
export { printSweep } from './print-sweep.ts';
export { currentSession, parseSession, printSession, type Session } from './session.ts';
export { SessionContainers } from './session-containers.ts';
export { sessionOf } from './session-of.ts';
export { judgeSession, type SessionVerdict, type Viewpoint, viewpointOf } from './session-verdict.ts';
export { type SessionWatch, watchSession } from './session-watch.ts';
export {
  endWithSupervisor,
  findSupervisor,
  PLAN_VARIABLE,
  SUPERVISOR_VARIABLE,
  type Supervisor,
  superviseBy,
  supervisedNonce,
} from './supervisor.ts';
export { sweep } from './sweep.ts';
export type { SweepOptions, SweepReport } from './sweep-options.ts';
export type { SweepStep } from './sweep-plan.ts';
export { startWatcher, type Watcher, type WatcherOptions } from './watcher.ts';
export type { EngineAddress } from './watcher-engine.mjs';
