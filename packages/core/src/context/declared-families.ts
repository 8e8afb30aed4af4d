import { InheritedMarks } from '../di/index.ts';
import { DocktopusError, nearest, printable } from '../errors/index.ts';

const declarations = new InheritedMarks<string, true>();

/** Notes that the contexts of a class have a family of this name, by the class's prototype. */
export function noteFamily(prototype: object, name: string): void {
  declarations.set(prototype, name, true);
}

/** The names of the families that a context's class and its parents declare. */
export function declaredFamilies(type: { readonly prototype: object }): readonly string[] {
  return [...declarations.of(type).keys()];
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
