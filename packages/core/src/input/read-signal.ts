import type { Reader } from './reader.ts';

/** The `signal` of a call: of this realm, of another one, or of a library that makes its own. */
export const readSignal: Reader<AbortSignal> = (value, problems) => {
  if (isSignal(value)) return value;
  const controller =
    typeof value === 'object' && value !== null && 'signal' in value && isSignal(value.signal);
  return controller
    ? problems.report('an AbortController', 'an AbortSignal', { hint: 'pass its signal' })
    : problems.refuse(value, 'an AbortSignal');
};

/** Whether `value` can be listened to as a signal. */
export function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}
