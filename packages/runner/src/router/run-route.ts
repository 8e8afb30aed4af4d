import { DocktopusError, type Injector } from '@docktopus/core';
import { withLaterFailures } from '@docktopus/core/kit';
import {
  type AcceptedCall,
  beginAgain,
  type CallPlace,
  CallScope,
  earlyEnd,
  type JobCall,
  JobOutcome,
  type JobResult,
  printableJobId,
} from '../job/index.ts';
import type { BoundRoute } from './bound-router.ts';
import { thrownError } from './thrown-error.ts';

/** How a handler ended: with a result, well or badly, without one, or by asking for a later try. */
export type Ending =
  | { readonly outcome: 'ok' | 'failed'; readonly result: JobResult }
  | { readonly outcome: 'nothing' | 'discarded'; readonly result: undefined }
  | { readonly outcome: 'later'; readonly afterMs: number; readonly result: undefined };

const NOTHING: Ending = { outcome: 'nothing', result: undefined };
const DISCARDED: Ending = { outcome: 'discarded', result: undefined };

/**
 * Runs one handler for `call`, and again when it asks for a later try. Never rejects: what is thrown is the call's
 * failure and nothing else.
 *
 * @param returnsLater whether asking for a later try is an ending, because the submitter hands the call in again.
 */
export async function runRoute(
  route: BoundRoute,
  call: AcceptedCall,
  injector: Injector,
  place: CallPlace,
  returnsLater: boolean,
): Promise<Ending> {
  try {
    for (;;) {
      // Each try has its own scope. This is the path that every call takes: it waits only for what takes time.
      const scope = new CallScope(injector, call, place);
      let value: unknown;
      try {
        value = route.run(call, scope);
        if (isThenable(value)) value = await value;
        const closing = scope.close();
        if (closing !== undefined) await closing;
      } catch (error) {
        await closeAfter(error, scope);
      }
      if (value === undefined) return NOTHING;
      if (isGenerator(value)) throw hasNotRun(call);
      if (!(value instanceof JobOutcome)) return succeeded(route.handledBy, call, value);
      const afterMs = value.retryAfterMs;
      if (afterMs === undefined) return DISCARDED;
      if (returnsLater) return { outcome: 'later', afterMs, result: undefined };
      await place.pause(afterMs, earlyEnd(call));
      beginAgain(call);
    }
  } catch (error) {
    return failed(route.handledBy, call, error);
  }
}

/** The ending of a call that `error` kept from having a better one. */
export function failed(handledBy: string, call: AcceptedCall, error: unknown): Ending {
  const { id: callId, jobId, metadata } = call;
  const durationMs = performance.now() - call.acceptedAt;
  return {
    outcome: 'failed',
    result: {
      ok: false,
      callId,
      jobId,
      metadata,
      handledBy,
      durationMs,
      error: thrownError(error, printableJobId(jobId)),
    },
  };
}

/** The failure of a call that nothing matches. */
export function notFound(call: AcceptedCall): Ending {
  const error = new DocktopusError('job.not-found', {
    operation: 'job',
    subject: printableJobId(call.jobId),
    reason: 'no route matches',
    hint: 'Add it with @job or route(), or add a fallback(); note that 7 and "7" are different ids',
  });
  return failed('router', call, error);
}

function succeeded(handledBy: string, call: AcceptedCall, body: unknown): Ending {
  const { id: callId, jobId, metadata } = call;
  const durationMs = performance.now() - call.acceptedAt;
  return { outcome: 'ok', result: { ok: true, callId, jobId, metadata, handledBy, durationMs, body } };
}

/** What `await` would wait for: not only promises, a query of some library as well. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function isGenerator(value: unknown): boolean {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Generator]' || tag === '[object AsyncGenerator]';
}

/** It would look like success, and nothing of the handler would have been done. */
function hasNotRun({ jobId }: JobCall): DocktopusError {
  return new DocktopusError('job.failed', {
    operation: 'job',
    subject: printableJobId(jobId),
    reason: 'the handler returned a generator, which has not run',
    hint: 'Write the handler without the asterisk, and return a list of what it yields',
  });
}

async function closeAfter(error: unknown, scope: CallScope): Promise<never> {
  try {
    await scope.close();
  } catch (closeError) {
    if (closeError !== error) {
      throw withLaterFailures(error, [closeError], 'closing the scope of the job failed as well');
    }
  }
  throw error;
}
