import { DocktopusError, nearest, printable } from '../errors/index.ts';
import type { ContainerFamily } from '../family/index.ts';

const families = new WeakMap<object, readonly ContainerFamily<unknown, unknown>[]>();

/** The families that a context has made so far, for what shows them. */
export function familiesOf(context: object): readonly ContainerFamily<unknown, unknown>[] {
  return families.get(context) ?? [];
}

/** Notes that a context has made a family. */
export function addFamily(context: object, family: ContainerFamily<unknown, unknown>): void {
  families.set(context, [...familiesOf(context), family]);
}

const declarations = new WeakMap<object, Set<string>>();

/** Notes that the contexts of a class have a family of this name, by the class's prototype. */
export function noteFamily(prototype: object, name: string): void {
  const own = declarations.get(prototype) ?? new Set<string>();
  declarations.set(prototype, own.add(name));
}

/** The names of the families that a context's class and its parents declare. */
export function declaredFamilies({ prototype }: { readonly prototype: object }): readonly string[] {
  const names = new Set<string>();
  for (let at = prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of declarations.get(at) ?? []) names.add(name);
  }
  return [...names];
}

/** The error for a name that no family has. */
export function unknownFamily(operation: string, name: string, known: readonly string[]): DocktopusError {
  const close = nearest(name, known);
  const others = known.length === 0 ? 'No family is declared' : `Known are ${known.join(', ')}`;
  return new DocktopusError('family.not-found', {
    operation,
    subject: name,
    reason: 'no family has this name',
    hint: close === undefined ? others : `Did you mean ${printable(close)}? ${others}`,
    details: { known },
  });
}
