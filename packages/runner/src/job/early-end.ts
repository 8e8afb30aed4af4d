import { type Ending, endingOf } from '@docktopus/core/kit';

/** Where a call of the runner's keeps how it ends early. */
export const EARLY_END = Symbol('EARLY_END');

/** How `call` ends early: the same as its signal, without making it. */
export function earlyEnd(call: { readonly signal: AbortSignal; readonly [EARLY_END]?: Ending }): Ending {
  return call[EARLY_END] ?? endingOf(call.signal);
}
