export { constructorParameters, type ParameterDescriptor } from './constructor-parameters.ts';
export { type Constructor, type InjectionToken, type Provider, tokenName } from './injection-token.ts';
export { Injector } from './injector.ts';
export { markedProperties, markMethodParameter, markProperty, methodParameters } from './marks.ts';
export type { ParameterSource } from './parameter-source.ts';
export { type SourceDecorator, sourceDecorator, use } from './source-decorator.ts';
