export { type Lifetime, labelsOf, type Ownership, ownershipLabels, ownershipOf } from './labels.ts';
export { currentSession, parseSession, printSession, type Session } from './session.ts';
export { judgeSession, type SessionVerdict, type Viewpoint, viewpointOf } from './session-verdict.ts';
export { type OwnedThing, planSweep, printSweep, type SweepStep } from './sweep-plan.ts';
export { startWatcher, type Watcher, type WatcherOptions } from './watcher.ts';
export type { EngineAddress } from './watcher-engine.mjs';
