import { InheritedMarks, prototypes } from './inherited-marks.ts';
import type { Constructor } from './injection-token.ts';
import type { ParameterSource } from './parameter-source.ts';

type Sources = Map<number, ParameterSource>;

const methods = new WeakMap<object, Map<string | symbol, Sources>>();
const properties = new InheritedMarks<string | symbol, ParameterSource>();

/** Marks the property `key` of a prototype: it is set right after construction. */
export function markProperty(prototype: object, key: string | symbol, source: ParameterSource): void {
  properties.set(prototype, key, source);
}

/** Marks parameter `index` of the method `key` of a prototype; the caller of the method reads the marks. */
export function markMethodParameter(
  prototype: object,
  key: string | symbol,
  index: number,
  source: ParameterSource,
): void {
  const ofClass = methods.get(prototype) ?? new Map<string | symbol, Sources>();
  const ofMethod = ofClass.get(key) ?? new Map<number, ParameterSource>();
  methods.set(prototype, ofClass.set(key, ofMethod.set(index, source)));
}

/** The sources of a method's parameters by index, with holes where nothing is marked; an overriding method has its own. */
export function methodParameters(
  type: Constructor,
  method: string | symbol,
): readonly (ParameterSource | undefined)[] {
  for (const prototype of prototypes(type.prototype)) {
    const own = methods.get(prototype)?.get(method);
    if (own !== undefined)
      return Array.from({ length: Math.max(...own.keys()) + 1 }, (_, index) => own.get(index));
    if (Object.hasOwn(prototype, method)) return [];
  }
  return [];
}

/** All marked properties of a class and its parents; a subclass's mark replaces its parent's. */
export function markedProperties(type: Constructor): ReadonlyMap<string | symbol, ParameterSource> {
  return properties.of(type);
}
