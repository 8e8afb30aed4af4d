import type { Injector } from '@docktopus/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { CallScope } from './call-scope.ts';
import type { JobCall } from './job-call.ts';

/**
 * A job as a plain function. What it returns is the result's body; `undefined` is no result; what it throws is the
 * call's failure and nothing else. May be async.
 */
export type JobHandler<Body = unknown> = (call: JobCall<Body>, scope: CallScope) => unknown;

/**
 * A handler that has to be tied to an injector once, before calls arrive: methods of injectable classes.
 *
 * @throws DocktopusError from `bind`, when something that it needs cannot be found.
 */
export interface BindableHandler {
  /** What the call's body has to be, where the handler says so. */
  readonly body?: StandardSchemaV1 | undefined;
  bind(injector: Injector): JobHandler;
}
