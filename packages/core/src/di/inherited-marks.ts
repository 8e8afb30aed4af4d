/** Notes about the members of classes, by prototype. A class inherits its parents' marks, and replaces them by its own. */
export class InheritedMarks<K extends string | symbol, V> {
  readonly #marks = new WeakMap<object, Map<K, V>>();

  /** Marks the member `key` of a prototype, or of one object alone. */
  set(prototype: object, key: K, mark: V): void {
    const own = this.#marks.get(prototype) ?? new Map<K, V>();
    this.#marks.set(prototype, own.set(key, mark));
  }

  /** The mark that a prototype itself has for the member `key`; marks of its parents do not count. */
  ownOf(prototype: object, key: K): V | undefined {
    return this.#marks.get(prototype)?.get(key);
  }

  /** All marks of a class's instances, those of its parents first; with an object in place of the prototype, its own as well. */
  of({ prototype }: { readonly prototype: object }): ReadonlyMap<K, V> {
    const chain = prototypes(prototype).reverse();
    return new Map(chain.flatMap((each) => [...(this.#marks.get(each) ?? [])]));
  }
}

/** An object and its prototypes, itself first. */
export function prototypes(object: object): object[] {
  const chain: object[] = [];
  for (let at: object | null = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    chain.push(at);
  return chain;
}
