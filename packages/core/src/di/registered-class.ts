import type { Constructor, InjectionToken } from './injection-token.ts';
import { tsyringe } from './tsyringe.ts';

/** tsyringe 4's lifecycles by number: Transient, Singleton, ResolutionScoped, ContainerScoped. */
const SINGLETON = 1;
const CONTAINER_SCOPED = 3;

interface Registration {
  readonly provider: { readonly useClass?: Constructor };
  readonly options: { readonly lifecycle: number };
}

/**
 * The class that `@singleton()`, `@scoped(Lifecycle.ContainerScoped)` or their like registered for `token`.
 *
 * tsyringe has no public way to ask for a registration, so this reads its registry. It is what lets two runners, or two
 * tests with different overrides, live in one process: tsyringe would share the singleton between them.
 */
export function registeredClass(
  token: InjectionToken,
): { readonly type: Constructor; readonly lifetime: 'singleton' | 'scoped' } | undefined {
  const { _registry: registry } = tsyringe as unknown as {
    readonly _registry: { has(token: unknown): boolean; get(token: unknown): Registration };
  };
  if (!registry.has(token)) return undefined;
  const { provider, options } = registry.get(token);
  if (provider.useClass === undefined) return undefined;
  if (options.lifecycle === SINGLETON) return { type: provider.useClass, lifetime: 'singleton' };
  if (options.lifecycle === CONTAINER_SCOPED) return { type: provider.useClass, lifetime: 'scoped' };
  return undefined;
}
