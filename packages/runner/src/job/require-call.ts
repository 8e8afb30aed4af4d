import { checkArguments, readThing } from '@docktopus/core/kit';

const READERS = {
  call: readThing('the call that a handler or a layer gets', (value) =>
    ['id', 'jobId', 'extensions', 'signal'].every((field) => field in value),
  ),
};

/** @throws DocktopusError `runner.invalid` for what is no call. */
export function requireCall(call: unknown, operation: string): void {
  // Asked for each call, and nearly always one.
  if ((call as { readonly extensions?: unknown } | undefined)?.extensions instanceof Map) return;
  checkArguments({ call }, READERS, operation, undefined, 'runner.invalid');
}
