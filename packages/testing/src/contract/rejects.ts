import assert from 'node:assert/strict';
import { type DocktopusError, type ErrorCode, isDocktopusError } from '@docktopus/core';

/** Rejects unless `call` is refused, with one of `codes` when any are given; resolves with the error. */
export async function rejects(
  call: Promise<unknown>,
  ...codes: readonly ErrorCode[]
): Promise<DocktopusError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) assert.fail(`it was not refused but answered ${JSON.stringify(outcome.value)}`);
  const { error } = outcome;
  if (!isDocktopusError(error)) throw error;
  if (codes.length > 0 && !codes.includes(error.code)) {
    assert.fail(`it was refused with ${error.code}, not ${codes.join(' or ')}: ${error.message}`);
  }
  return error;
}
