import { explicitTokens, isDescriptor } from './constructor-parameters.ts';
import { type Constructor, type InjectionToken, tokenName } from './injection-token.ts';
import { injectorOf } from './injector.ts';
import { requireLegacyDecorators } from './legacy-decorators.ts';
import { markMethodParameter, markProperty } from './marks.ts';
import type { ParameterSource } from './parameter-source.ts';
import { inject, tsyringe } from './tsyringe.ts';

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

/** The tokens that stand for sources of constructors' parameters. */
const sources = new Map<unknown, ParameterSource>();

/** The sources of the parameters of a class's constructor, by index. */
export function markedParameters(type: Constructor): ReadonlyMap<number, ParameterSource> {
  const found = explicitTokens(type).flatMap(([index, given]): [number, ParameterSource][] => {
    const source = sources.get(isDescriptor(given) ? given.token : given);
    return source === undefined ? [] : [[index, source]];
  });
  return new Map(found);
}

function injectSource(type: object, index: number, source: ParameterSource): void {
  const token = Symbol(source.describe);
  sources.set(token, source);
  tsyringe.register(token, { useFactory: (container) => source.resolve(injectorOf(container)) });
  inject(token)(type, undefined, index);
}
