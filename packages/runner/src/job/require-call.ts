import { checkArguments, readThing } from '@docktopus/core/kit';
import { EARLY_END } from './early-end.ts';

const READERS = {
  call: readThing('the call that a handler or a layer gets', (value) =>
    ['id', 'jobId', 'extensions', 'signal'].every((field) => field in value),
  ),
};

/** @throws DocktopusError `runner.invalid` for what is no call. */
export function requireCall(call: unknown, operation: string): void {
  // Asked for each call, and nearly always one of ours.
  if (typeof call === 'object' && call !== null && EARLY_END in call) return;
  checkArguments({ call }, READERS, operation, undefined, 'runner.invalid');
}
