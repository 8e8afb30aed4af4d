import { DocktopusError } from '../errors/index.ts';
import type { Constructor } from './injection-token.ts';

/** What tsyringe's `@inject`, `@injectAll` and their like leave behind for one parameter. */
export interface ParameterDescriptor {
  readonly token: unknown;
  readonly multiple: boolean;
  readonly isOptional?: boolean | undefined;
  readonly transform?: Constructor<{ transform(value: unknown, ...args: unknown[]): unknown }> | undefined;
  readonly transformArgs?: readonly unknown[] | undefined;
}

/** The key under which tsyringe 4 keeps the tokens of a constructor's parameters. */
const TOKENS = 'injectionTokens';

/**
 * What the constructor of `type` takes, by position.
 *
 * A class without a constructor takes the same as its parent, decorated or not; tsyringe itself would
 * hand such a class `undefined` without a word.
 *
 * @throws DocktopusError `inject.failed` when a parameter has no token, saying what to write.
 */
export function constructorParameters(type: Constructor): readonly ParameterDescriptor[] {
  const explicit = Object.fromEntries(explicitTokens(type));
  const emitted: readonly unknown[] = Reflect.getOwnMetadata('design:paramtypes', type) ?? [];
  const marked = Object.keys(explicit).map(Number);
  const count = Math.max(type.length, emitted.length, ...marked.map((index) => index + 1));
  if (count === 0) {
    const parent: unknown = Object.getPrototypeOf(type);
    return typeof parent === 'function' && parent !== Function.prototype
      ? constructorParameters(parent as Constructor)
      : [];
  }
  return Array.from({ length: count }, (_, index) => {
    const token = explicit[index] ?? emitted[index];
    if (isErased(token)) throw missingToken(type, index, token);
    return isDescriptor(token) ? token : { token, multiple: false };
  });
}

/** The tokens that decorators have given to parameters of the constructor, by index. */
export function explicitTokens(type: Constructor): readonly (readonly [index: number, token: unknown])[] {
  const marked: Record<string, unknown> = Reflect.getOwnMetadata(TOKENS, type) ?? {};
  return Object.entries(marked).map(([index, token]) => [Number(index), token]);
}

/** An interface, a union or a type-only import is emitted as `Object`; a class used before its definition as undefined. */
function isErased(token: unknown): boolean {
  const wanted = isDescriptor(token) ? token.token : token;
  return wanted === undefined || wanted === Object;
}

export function isDescriptor(value: unknown): value is ParameterDescriptor {
  return typeof value === 'object' && value !== null && 'token' in value && 'multiple' in value;
}

function missingToken(type: Constructor, index: number, token: unknown): DocktopusError {
  const reason = isDescriptor(token)
    ? `the token of parameter ${index} was undefined when the class was defined: the two modules import each other`
    : `parameter ${index} has no token: its type is not known at run time`;
  return new DocktopusError('inject.failed', {
    operation: 'inject',
    subject: type.name,
    reason,
    hint: isDescriptor(token)
      ? 'Write @inject(delay(() => TheClass)), or move the shared part to a third module'
      : `Write @inject(TheClass) before parameter ${index} of the constructor of ${type.name}, and import the class as a value`,
    details: { class: type.name, parameter: index },
  });
}
