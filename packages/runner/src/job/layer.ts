import type { CallScope } from './call-scope.ts';
import type { JobCall } from './job-call.ts';
import type { JobHandler } from './job-handler.ts';

/** Goes on to what a layer is around, with the same call or with another one. Never throws: it rejects. */
export type Next = (call?: JobCall) => Promise<unknown>;

/**
 * Middleware around a job: returns what the call returns, throws what it fails with.
 *
 * One layer object may be around many jobs; what it counts, it counts over all of them.
 */
export type Layer = (call: JobCall, next: Next, scope: CallScope) => unknown;

/** `handler` inside `layers`, of which the first is the outermost. */
export function applyLayers(layers: readonly Layer[], handler: JobHandler): JobHandler {
  return layers.reduceRight<JobHandler>(
    (inner, layer) => (call, scope) =>
      layer(
        call,
        async (passedOn = call) => {
          if (passedOn !== call) scope.handles(passedOn);
          return await inner(passedOn, scope);
        },
        scope,
      ),
    handler,
  );
}
