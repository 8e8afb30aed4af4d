import type { Injector } from '@docktopus/core';
import type { Constructor, ParameterSource } from '@docktopus/core/kit';
import type { BindableHandler, CallScope, JobHandler } from '../job/index.ts';
import { BodySource } from './call-parameters.ts';
import type { JobMark } from './job-decorator.ts';
import {
  bodySchemaOf,
  type ParameterResolver,
  parameterResolvers,
  parameterSources,
} from './parameter-resolvers.ts';

type Method = (...args: readonly unknown[]) => unknown;
type Instance = Readonly<Record<string | symbol, Method>>;

/**
 * The handler that calls a method of an injectable class with what its parameters are marked with.
 *
 * @throws DocktopusError `job.invalid` when a parameter is not marked.
 */
export function methodHandler(type: Constructor, { method, options }: JobMark): BindableHandler {
  const sources = parameterSources(type, method);
  return {
    body: bodySchemaOf(sources),
    bind: (injector) => {
      const resolvers = parameterResolvers(sources, injector);
      if (typeof options === 'object' && options.instance === 'per-call') {
        return invoker(sources, resolvers, (scope) => ownInstance(type, scope), method);
      }
      const instance = sharedInstance(type, injector);
      return invoker(sources, resolvers, () => instance, method);
    },
  };
}

/** One per injector, shared with everything else that injects the class, and disposed with the injector. */
function sharedInstance(type: Constructor, injector: Injector): Instance {
  if (!injector.shares(type)) injector.provide(type, { useClass: type });
  return injector.resolve(type) as Instance;
}

function ownInstance(type: Constructor, { injector }: CallScope): Instance {
  return injector.provide(type, { useClass: type }).resolve(type) as Instance;
}

function invoker(
  sources: readonly ParameterSource[],
  resolvers: readonly ParameterResolver[],
  instanceFor: (scope: CallScope) => Instance,
  method: string | symbol,
): JobHandler {
  const bodies = sources.flatMap((source, index) => (source instanceof BodySource ? [index] : []));
  return (call, scope) => {
    const args = resolvers.map((resolve) => resolve(call, scope));
    const invoke = () => instanceFor(scope)[method]?.(...args);
    // Only a body is waited for: anything else that is injected may be a promise, and is passed on as it is.
    return bodies.some((index) => args[index] instanceof Promise)
      ? settleBodies(args, bodies).then(invoke)
      : invoke();
  };
}

async function settleBodies(args: unknown[], bodies: readonly number[]): Promise<void> {
  for (const index of bodies) args[index] = await args[index];
}
