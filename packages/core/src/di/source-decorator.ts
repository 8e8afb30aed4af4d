import { inject, container as tsyringe } from 'tsyringe';
import { type InjectionToken, tokenName } from './injection-token.ts';
import { injectorOf } from './injector.ts';
import { requireLegacyDecorators } from './legacy-decorators.ts';
import { markMethodParameter, markProperty } from './marks.ts';
import type { ParameterSource } from './parameter-source.ts';

/** A legacy decorator for constructor parameters, method parameters and properties. */
export type SourceDecorator = (
  target: object,
  key: string | symbol | undefined,
  index?: number | PropertyDescriptor,
) => void;

/**
 * A decorator that gets a constructor's parameter, a method's parameter, or a property its value from `source`.
 *
 * Equivalent to {@link markProperty} or {@link markMethodParameter}; on a constructor, to `@inject` of a token that
 * stands for the source.
 */
export function sourceDecorator(source: ParameterSource): SourceDecorator {
  return (target, key, index) => {
    requireLegacyDecorators(target, source.describe);
    if (key === undefined) injectSource(target, index as number, source);
    else if (typeof index === 'number') markMethodParameter(target, key, index, source);
    else markProperty(target, key, source);
  };
}

/** Injects what `token` stands for into a method's parameter or a property. On constructors `@inject` does the same. */
export function use(token: InjectionToken): SourceDecorator {
  return sourceDecorator({
    describe: `@use(${tokenName(token)})`,
    token,
    resolve: (injector) => injector.resolve(token),
  });
}

function injectSource(type: object, index: number, source: ParameterSource): void {
  const token = Symbol(source.describe);
  tsyringe.register(token, { useFactory: (container) => source.resolve(injectorOf(container)) });
  inject(token)(type, undefined, index);
}
