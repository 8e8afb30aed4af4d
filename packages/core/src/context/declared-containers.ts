import type { Container, ContainerBuilder } from '../container/index.ts';
import { InheritedMarks } from '../di/index.ts';
import type { AuthoredContext } from './authored-context.ts';

/** Where the definition of a container begins: with its image. */
export interface ContainerFactory {
  image(reference: string): ContainerBuilder<Container>;
}

/** How an author describes a managed container; called once its context is connected and initialised. */
export type ContainerDefinition<Context = AuthoredContext> = (
  c: ContainerFactory,
  ctx: Context,
) => ContainerBuilder<Container>;

const declarations = new InheritedMarks<string, ContainerDefinition<never>>();

/**
 * Notes that the property `key` of a context holds a managed container: of all contexts of a class, by its prototype; or of
 * one context alone, until its `onInit()` has ended.
 */
export function declareContainer(prototype: object, key: string, define: ContainerDefinition<never>): void {
  declarations.set(prototype, key, define);
}

/**
 * The managed containers of a context's class and its parents, in their order; a subclass's definition wins. With a context
 * in place of the prototype, its own as well.
 */
export function declaredContainers(type: {
  readonly prototype: object;
}): ReadonlyMap<string, ContainerDefinition> {
  // A definition is called with an instance of the class that it was declared in.
  return declarations.of(type) as ReadonlyMap<string, ContainerDefinition>;
}

const declaresLater = new WeakSet<object>();

/** Notes that contexts of this class declare their containers in `onInit()`, so that nothing is known of them before. */
export function declareInInit(type: { readonly prototype: object }): void {
  declaresLater.add(type.prototype);
}

export function declaresInInit(type: { readonly prototype: object }): boolean {
  return declaresLater.has(type.prototype);
}
