/**
 * Where a runner is in its one life.
 *
 * | phase | what happens in it |
 * |---|---|
 * | `idle` | nothing yet |
 * | `starting` | contexts connect, jobs are bound, consumers open, services and producers start |
 * | `cancelling` | it was told to stop while it was starting |
 * | `running` | calls are accepted |
 * | `finishing` | the last producer has ended: the accepted calls run to their ends, without a deadline |
 * | `draining` | it was told to stop: producers stop, accepted calls run for at most the grace period |
 * | `aborting` | the signals of the calls that still run are aborted, and they have a moment to end |
 * | `flushing` | consumers take what is in their buffers |
 * | `stopping-services` | background services and the HTTP server stop |
 * | `running-hooks` | `onShutdown` hooks run, the last one added first |
 * | `disposing` | contexts and everything that was injected are disposed, in reverse order |
 * | `stopped` | over |
 */
export type RunnerPhase =
  | 'idle'
  | 'starting'
  | 'cancelling'
  | 'running'
  | 'finishing'
  | 'draining'
  | 'aborting'
  | 'flushing'
  | 'stopping-services'
  | 'running-hooks'
  | 'disposing'
  | 'stopped';

/** What moves a runner from phase to phase. `done`: what the phase is there for has been done. */
export type RunnerEvent =
  | 'start'
  | 'start-failed'
  | 'done'
  | 'producers-ended'
  | 'stop'
  | 'stop-now'
  | 'grace-over';

const TABLE: Readonly<Record<RunnerPhase, Readonly<Partial<Record<RunnerEvent, RunnerPhase>>>>> = {
  idle: { start: 'starting', stop: 'stopped', 'stop-now': 'stopped' },
  starting: { done: 'running', 'start-failed': 'flushing', stop: 'cancelling', 'stop-now': 'cancelling' },
  cancelling: { done: 'draining', 'start-failed': 'flushing' },
  running: { stop: 'draining', 'stop-now': 'aborting', 'producers-ended': 'finishing' },
  finishing: { done: 'flushing', stop: 'draining', 'stop-now': 'aborting' },
  draining: { done: 'flushing', 'stop-now': 'aborting', 'grace-over': 'aborting' },
  aborting: { done: 'flushing' },
  flushing: { done: 'stopping-services' },
  'stopping-services': { done: 'running-hooks' },
  'running-hooks': { done: 'disposing' },
  disposing: { done: 'stopped' },
  stopped: {},
};

/** The phase after `event`; the same one when the event means nothing in it. */
export function nextPhase(phase: RunnerPhase, event: RunnerEvent): RunnerPhase {
  return TABLE[phase][event] ?? phase;
}
