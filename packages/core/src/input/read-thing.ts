import type { Reader } from './reader.ts';

/** Something that `is` says yes to: `readThing('a Container', (value) => value instanceof Container)`. */
export function readThing(expected: string, is: (value: object) => boolean): Reader<object> {
  return (value, problems) => {
    const thing = typeof value === 'object' || typeof value === 'function' ? value : null;
    return thing !== null && is(thing) ? thing : problems.refuse(value, expected);
  };
}

/** An object with fields, of whichever class: the fields are checked by its user. */
export const readObject = readThing(
  'an object',
  // Its fields are read once, so that one that throws is reported here.
  (value) => hasFields(value) && Object.values(value).length >= 0,
);

/** Whether an object may keep what it holds in fields. A list, a `Map`, a date or a promise keeps it elsewhere. */
export function hasFields(value: object): boolean {
  if (typeof value === 'function') return false;
  const kind = Object.prototype.toString.call(value);
  return kind === '[object Object]' || kind === '[object Module]';
}

/** An object that has these methods. */
export function readHaving(expected: string, ...methods: readonly string[]): Reader<object> {
  return readThing(expected, (value) =>
    methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function'),
  );
}
