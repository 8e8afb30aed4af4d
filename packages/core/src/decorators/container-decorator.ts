import type { Container } from '../container/index.ts';
import {
  type ContainerDefinition,
  type DockerContext,
  declareContainer,
  LiveContexts,
} from '../context/index.ts';
import { sourceDecorator } from '../di/index.ts';
import { contextProperty, type TakesValue } from './context-property.ts';

/** A decorator of a context's property whose declared type must take a {@link Container}. */
export type ManagedContainerDecorator<Context extends DockerContext> = <T extends Context, K extends string>(
  target: T,
  key: K,
) => TakesValue<T, K, Container>;

/** A decorator of parameters and properties that are given a {@link Container}. */
export interface InjectedContainerDecorator {
  (target: object, key: undefined, index: number): void;
  (target: object, key: string | symbol, index: number): void;
  <T extends object, K extends string | symbol>(target: T, key: K): TakesValue<T, K, Container>;
}

/**
 * Declares a managed container, or injects one.
 *
 * - `@container<CacheContext>((c, ctx) => c.image('redis:7.4'))` on a property of a context: the context creates and
 *   starts it after `onInit()`, and takes care of it. Equivalent to `declareContainer(CacheContext.prototype, 'redis', …)`.
 * - `@container('redis')` on a parameter or a property of a job class, or of any class that an injector makes: the
 *   managed container with that name. Equivalent to `ctx.containers.get('redis')`.
 *
 * @throws DocktopusError `context.invalid` when a definition stands outside of a context; `container.not-found` when
 * the class is registered or made and no context has a container with that name.
 */
export function container<Context extends DockerContext = DockerContext>(
  define: ContainerDefinition<Context>,
): ManagedContainerDecorator<Context>;
export function container(name: string): InjectedContainerDecorator;
export function container(wanted: ContainerDefinition<never> | string): unknown {
  return typeof wanted === 'string' ? injected(wanted) : managed(wanted);
}

function managed(define: ContainerDefinition<never>) {
  const text = {
    decorator: '@container',
    declares: 'a container can be defined',
    hint: "Write @container('name') to inject one, or let the class extend DockerContext",
  };
  return contextProperty(text, (prototype, name) => declareContainer(prototype, name, define));
}

function injected(name: string) {
  const describe = `@container('${name}')`;
  return sourceDecorator({
    describe,
    resolve: (injector) => LiveContexts.knownTo(injector).container(name, describe),
    check: (injector) => LiveContexts.knownTo(injector).check(name, describe),
  });
}
