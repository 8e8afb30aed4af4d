import { type DockerContext, declareFamily, type FamilyDefinition, LiveContexts } from '../context/index.ts';
import { sourceDecorator } from '../di/index.ts';
import type { ContainerFamily, FamilyKey, FamilyOptions } from '../family/index.ts';
import { contextProperty, type TakesValue } from './context-property.ts';

/** A decorator of a context's property whose declared type must take a {@link ContainerFamily} of these keys and data. */
export type ManagedFamilyDecorator<Context extends DockerContext, Key, Data> = <
  T extends Context,
  K extends string,
>(
  target: T,
  key: K,
) => TakesValue<T, K, ContainerFamily<Key, Data>>;

/** A decorator of parameters and properties that are given a {@link ContainerFamily}. */
export interface InjectedFamilyDecorator {
  (target: object, key: undefined, index: number): void;
  (target: object, key: string | symbol, index: number): void;
  <T extends object, K extends string | symbol>(target: T, key: K): IsFamily<T, K>;
}

// biome-ignore lint/suspicious/noExplicitAny: the name does not say what the keys and data are.
type AnyFamily = ContainerFamily<any, any>;

type IsFamily<T, K> = K extends keyof T
  ? NonNullable<T[K]> extends AnyFamily
    ? undefined
    : { readonly 'the property must be declared as': 'ContainerFamily' }
  : undefined;

/**
 * Declares a family, or injects one.
 *
 * - `@family<TenantContext, TenantId>((c, ctx, key) => c.image('redis:7.4'), { idle: 'never' })` on a property of a
 *   context: a family with the property's name, one container for each key. Equivalent to `ctx.family('tenants', …)`.
 * - `@family('tenants')` on a parameter or a property of a job class, or of any class that an injector makes: the
 *   family with that name.
 *
 * @throws DocktopusError `context.invalid` when a definition stands outside of a context; `family.not-found` when the
 * class is registered or made and no context has a family with that name.
 */
export function family<Context extends DockerContext = DockerContext, Key = FamilyKey, Data = undefined>(
  define: FamilyDefinition<Context, Key, Data>,
  options: FamilyOptions<Key, Data, Context>,
): ManagedFamilyDecorator<Context, Key, Data>;
export function family(name: string): InjectedFamilyDecorator;
export function family(
  wanted: FamilyDefinition<DockerContext, unknown, unknown> | string,
  options?: FamilyOptions<unknown, unknown, DockerContext>,
): unknown {
  if (typeof wanted === 'string') return injected(wanted);
  return managed(wanted, options as FamilyOptions<unknown, unknown, DockerContext>);
}

function managed(
  define: FamilyDefinition<DockerContext, unknown, unknown>,
  options: FamilyOptions<unknown, unknown, DockerContext>,
) {
  const text = {
    decorator: '@family',
    declares: 'a family can be defined',
    hint: "Write @family('name') to inject one, or let the class extend DockerContext",
  };
  return contextProperty(text, (prototype, name) => declareFamily(prototype, name, define, options));
}

function injected(name: string) {
  const describe = `@family('${name}')`;
  return sourceDecorator({
    describe,
    resolve: (injector) => LiveContexts.knownTo(injector).family(name, describe),
    check: (injector) => LiveContexts.knownTo(injector).checkFamily(name, describe),
  });
}
