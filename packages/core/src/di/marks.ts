import type { Constructor } from './injection-token.ts';
import type { ParameterSource } from './parameter-source.ts';

type Sources<K> = Map<K, ParameterSource>;

const methods = new WeakMap<object, Map<string | symbol, Sources<number>>>();
const properties = new WeakMap<object, Sources<string | symbol>>();

/** Marks the property `key` of a prototype: it is set right after construction. */
export function markProperty(prototype: object, key: string | symbol, source: ParameterSource): void {
  getOrAdd(properties, prototype, () => new Map<string | symbol, ParameterSource>()).set(key, source);
}

/** Marks parameter `index` of the method `key` of a prototype; the caller of the method reads the marks. */
export function markMethodParameter(
  prototype: object,
  key: string | symbol,
  index: number,
  source: ParameterSource,
): void {
  const ofClass = getOrAdd(methods, prototype, () => new Map<string | symbol, Sources<number>>());
  getOrAdd(ofClass, key, () => new Map<number, ParameterSource>()).set(index, source);
}

/** The sources of a method's parameters by index, with holes where nothing is marked; an overriding method has its own. */
export function methodParameters(
  type: Constructor,
  method: string | symbol,
): readonly (ParameterSource | undefined)[] {
  for (const prototype of prototypes(type)) {
    const own = methods.get(prototype)?.get(method);
    if (own !== undefined)
      return Array.from({ length: Math.max(...own.keys()) + 1 }, (_, index) => own.get(index));
    if (Object.hasOwn(prototype, method)) return [];
  }
  return [];
}

/** All marked properties of a class and its parents; a subclass's mark replaces its parent's. */
export function markedProperties(type: Constructor): ReadonlyMap<string | symbol, ParameterSource> {
  const all = new Map<string | symbol, ParameterSource>();
  for (const prototype of prototypes(type).reverse()) {
    for (const [key, source] of properties.get(prototype) ?? []) all.set(key, source);
  }
  return all;
}

/** The prototypes of a class's instances, its own first. */
function prototypes(type: Constructor): object[] {
  const chain: object[] = [];
  for (
    let at: object | null = type.prototype;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    chain.push(at);
  }
  return chain;
}

interface Lookup<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function getOrAdd<K, V>(map: Lookup<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
