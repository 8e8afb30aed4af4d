export { InheritedMarks } from './inherited-marks.ts';
export { type Constructor, type InjectionToken, tokenName } from './injection-token.ts';
export { Injector, type Provider } from './injector.ts';
export { requireLegacyDecorators } from './legacy-decorators.ts';
export { markedProperties, methodParameters } from './marks.ts';
export type { ParameterSource, TokenResolver } from './parameter-source.ts';
export { markedParameters, type SourceDecorator, sourceDecorator, use } from './source-decorator.ts';
