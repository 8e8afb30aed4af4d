export type { CallOptions } from './call-options.ts';
export { abortable, abortedError, type Deadline, delay, startDeadline, timeoutError } from './deadline.ts';
export { allErrors, type Closeable, Scope } from './scope.ts';
