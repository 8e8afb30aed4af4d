import { readTimeout } from './read-milliseconds.ts';
import { readSignal } from './read-signal.ts';

/** What every call that may take time accepts: the readers of `CallOptions`. */
export const CALL_OPTIONS = Object.freeze({ timeoutMs: readTimeout, signal: readSignal });
