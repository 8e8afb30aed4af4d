import { DocktopusError, type Injector } from '@docktopus/core';
import { type Constructor, methodParameters, type ParameterSource } from '@docktopus/core/kit';
import { type CallScope, JOB_CALL, type JobCall } from '../job/index.ts';
import { BodySource } from './call-parameters.ts';

/** Finds one argument of a method for one call. */
export type ParameterResolver = (call: JobCall, scope: CallScope) => unknown;

/**
 * What the parameters of a job's method are marked with, by position.
 *
 * @throws DocktopusError `job.invalid` when one is not marked, saying which and what to write.
 */
export function parameterSources(type: Constructor, method: string | symbol): readonly ParameterSource[] {
  const marked = methodParameters(type, method);
  const count = Math.max(marked.length, (type.prototype[method] as { length: number }).length);
  return Array.from({ length: count }, (_, index) => marked[index] ?? unmarked(type, method, index));
}

/**
 * The same as functions. What is the same for all calls is found now, once; what is a call's own is found in its
 * scope.
 *
 * @throws DocktopusError when something that all calls need cannot be found.
 */
export function parameterResolvers(
  sources: readonly ParameterSource[],
  injector: Injector,
): readonly ParameterResolver[] {
  return sources.map((source): ParameterResolver => {
    if (source.perCall) return (call) => source.resolve(injector, call);
    source.check?.(injector);
    if (isPerCall(source, injector)) return (call, scope) => source.resolve(scope.injector, call);
    const value = source.resolve(injector);
    return () => value;
  });
}

/** A class has an instance per call unless it is shared; text and symbols have to stand for something. */
function isPerCall({ token }: ParameterSource, injector: Injector): boolean {
  if (token === undefined || injector.shares(token)) return false;
  return typeof token === 'function' || injector.has(token) || token === JOB_CALL;
}

/** What the method says that a body has to be. */
export function bodySchemaOf(sources: readonly ParameterSource[]): BodySource['schema'] {
  return sources.find((source) => source instanceof BodySource)?.schema;
}

function unmarked(type: Constructor, method: string | symbol, index: number): never {
  throw new DocktopusError('job.invalid', {
    operation: '@job',
    subject: `${type.name}.${String(method)}`,
    reason: `parameter ${index} of the method has no decorator`,
    hint:
      "Write one before it: @body(schema), @metadata('key'), @jobId(), @signal(), @run(), @call(), " +
      "@container('name'), @config(), or @use(Token) for anything that can be injected",
    details: { class: type.name, method: String(method), parameter: index },
  });
}
