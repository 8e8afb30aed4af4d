export { type Constructor, type InjectionToken, type Provider, tokenName } from './injection-token.ts';
export { Injector } from './injector.ts';
export { requireLegacyDecorators } from './legacy-decorators.ts';
export { markedProperties, methodParameters } from './marks.ts';
export type { ParameterSource } from './parameter-source.ts';
export { type SourceDecorator, sourceDecorator, use } from './source-decorator.ts';
