import type { Container, ContainerBuilder } from '../container/index.ts';
import type { FamilyOptions } from '../family/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import { contextFamily } from './context-family.ts';
import { lifeOf } from './context-life.ts';
import { declarePart } from './context-part.ts';
import type { ContainerFactory } from './declared-containers.ts';

/** How an author describes the members of a family: for their key and, if they have any, their data. */
export type FamilyDefinition<Context, Key, Data> = (
  c: ContainerFactory,
  ctx: Context,
  key: Key,
  data: Data,
) => ContainerBuilder<Container>;

const declarations = new WeakMap<object, Set<string>>();

/**
 * Notes that the property `name` of a context holds a family: it is there after `onInit()`, every container that it has
 * in the engine is known before `onReady()`, and it closes after `onShutdown()`.
 */
export function declareFamily<Context extends AuthoredContext, Key, Data>(
  prototype: object,
  name: string,
  define: FamilyDefinition<Context, Key, Data>,
  options: FamilyOptions<Key, Data, Context>,
): void {
  const own = declarations.get(prototype) ?? new Set<string>();
  declarations.set(prototype, own.add(name));
  declarePart(prototype, name, (_ground, context: Context) => {
    const life = lifeOf(context, `@family ${name}`);
    const factory: ContainerFactory = { image: (reference) => life.builder().image(reference) };
    const value = contextFamily<Key, Data>(life.connection, {
      name,
      define: (key, data) => define(factory, context, key, data),
      takesData: define.length > 3,
      options: options as FamilyOptions<Key, Data>,
      context,
    });
    return {
      value,
      plan: async () => [],
      start: async () => {
        await value.ready();
        return [];
      },
      close: () => value.close(),
    };
  });
}

/** The names of the families that a context's class and its parents declare. */
export function declaredFamilies({ prototype }: { readonly prototype: object }): readonly string[] {
  const names = new Set<string>();
  for (let at = prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of declarations.get(at) ?? []) names.add(name);
  }
  return [...names];
}
