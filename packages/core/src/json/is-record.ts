/** Whether `value` is an object as literals and JSON make them: no list, no instance of a class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The literals of another realm, such as a `node:vm` context, have a prototype that is not ours.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
