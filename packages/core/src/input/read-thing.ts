import type { Reader } from './reader.ts';

/** Something that `is` says yes to: `readThing('a Container', (value) => value instanceof Container)`. */
export function readThing(expected: string, is: (value: object) => boolean): Reader<object> {
  return (value, problems) => {
    const thing = typeof value === 'object' || typeof value === 'function' ? value : null;
    return thing !== null && is(thing) ? thing : problems.refuse(value, expected);
  };
}

/** Any object but a list: what is in it is checked by its user. */
export const readObject = readThing(
  'an object',
  // Its fields are read once, so that one that throws is reported here.
  (value) => typeof value === 'object' && !Array.isArray(value) && Object.values(value).length >= 0,
);

/** An object that has these methods. */
export function readHaving(expected: string, ...methods: readonly string[]): Reader<object> {
  return readThing(expected, (value) =>
    methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function'),
  );
}
