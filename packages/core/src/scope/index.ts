export { answerTimeout, startAnswerTimer } from './answer-time.ts';
export type { CallOptions } from './call-options.ts';
export {
  abortable,
  abortedError,
  type Deadline,
  delay,
  type EndableDeadline,
  startDeadline,
  startEndableDeadline,
  timeoutError,
} from './deadline.ts';
export type { Ending, Stop } from './ending.ts';
export { endingOf } from './ending-of.ts';
export { inParallel } from './in-parallel.ts';
export { loadedOnce } from './loaded-once.ts';
export { anySignal, NEVER, onAbort } from './on-abort.ts';
export { OpenEnding } from './open-ending.ts';
export { Roster, type RosterEntry } from './roster.ts';
export { type Closeable, Scope } from './scope.ts';
export { Mutex, Semaphore } from './semaphore.ts';
export { settledWithin } from './settled-within.ts';
export { allErrors, throwAll } from './throw-all.ts';
export { WaitingLine } from './waiting-line.ts';
export { withLaterFailures } from './with-later-failures.ts';
export { type Deferred, withResolvers } from './with-resolvers.ts';
