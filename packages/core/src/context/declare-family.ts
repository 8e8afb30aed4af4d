import type { Container, ContainerBuilder } from '../container/index.ts';
import type { FamilyOptions } from '../family/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import type { ContainerFactory } from './declared-containers.ts';
import { noteFamily } from './declared-families.ts';
import { declarePart } from './declared-parts.ts';
import { lifeOf } from './life/life-of.ts';

/** How an author describes the members of a family: for their key and, if they have any, their data. */
export type FamilyDefinition<Context, Key, Data> = (
  c: ContainerFactory,
  ctx: Context,
  key: Key,
  data: Data,
) => ContainerBuilder<Container>;

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
  noteFamily(prototype, name);
  declarePart(prototype, name, (_ground, context: Context) => {
    const life = lifeOf(context, `@family ${name}`);
    const factory: ContainerFactory = { image: (reference) => life.builder().image(reference) };
    const value = life.family<Key, Data>({
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
