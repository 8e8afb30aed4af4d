import { DockerContext } from '../context/index.ts';
import { requireLegacyDecorators } from '../di/index.ts';
import { DocktopusError } from '../errors/index.ts';

/**
 * The result of a decorator of the property `K` of `T`: nothing when the declared type of the property takes a `Value`, else
 * a type that the compiler refuses. A private property is not among the keys that are seen from outside, so its type cannot
 * be checked here.
 */
export type TakesValue<T, K, Value> = K extends keyof T
  ? Value extends T[K]
    ? undefined
    : { readonly 'the property must be declared as': Value }
  : undefined;

/** How a decorator of a context's properties speaks of itself when it stands elsewhere. */
interface PropertyDecoratorText {
  /** Its name, such as `@container`. */
  readonly decorator: string;
  /** The start of the sentence that says where it may stand, such as `a container can be defined`. */
  readonly declares: string;
  readonly hint: string;
}

/**
 * A decorator of properties of contexts: `declare` is called with the class's prototype and the property's name.
 *
 * @throws DocktopusError, from the decorator: `context.invalid` outside of a context, `inject.failed` when the compiler
 * calls it as a standard decorator.
 */
export function contextProperty(
  { decorator, declares, hint }: PropertyDecoratorText,
  declare: (prototype: DockerContext, name: string) => void,
) {
  return (target: object, key: unknown, index?: unknown): void => {
    requireLegacyDecorators(target, decorator);
    if (!(target instanceof DockerContext) || typeof key !== 'string' || typeof index === 'number') {
      throw new DocktopusError('context.invalid', {
        operation: decorator,
        subject: `${target.constructor.name}.${String(key)}`,
        reason: `${declares} on a property of a DockerContext only`,
        hint,
      });
    }
    declare(target, key);
  };
}
