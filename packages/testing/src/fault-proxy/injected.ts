import {
  asGiven,
  type Reader,
  readFields,
  readInteger,
  readMilliseconds,
  readObject,
  readThing,
  readWord,
} from '@docktopus/core/kit';
import type { FaultScope, ProxyFault } from './proxy-fault.ts';

type Fields = { readonly [name: string]: Reader<unknown> };

const readBytes: Fields = { afterBodyBytes: readInteger(-1) };

/** What each kind of fault needs beside its kind. */
const NEEDED = {
  hang: {},
  'black-hole': {},
  drop: {},
  delay: { ms: readMilliseconds() },
  cut: readBytes,
  stall: readBytes,
  replace: {
    answer: (value, problems) =>
      typeof value === 'string' || Buffer.isBuffer(value)
        ? value
        : problems.refuse(value, 'a string or a Buffer'),
  },
} satisfies { readonly [K in ProxyFault['kind']]: Fields };

const readKind = readWord(Object.keys(NEEDED) as ProxyFault['kind'][]);

const readFault: Reader<unknown> = (value, problems) => {
  const fault = readObject(value, problems) as { readonly kind?: unknown } | undefined;
  const kind = fault && readKind(fault.kind, problems.at('kind'));
  if (kind === undefined) return undefined;
  const needed: Fields = NEEDED[kind];
  const expected = Object.fromEntries(Object.keys(needed).map((name) => [name, `what ${kind} needs`]));
  return readFields<Record<string, unknown>, string>({ kind: asGiven, ...needed } as never, expected)(
    fault,
    problems,
  );
};

const readTimes: Reader<number> = (value, problems) =>
  value === Number.POSITIVE_INFINITY ? value : readInteger(1)(value, problems);

const readPattern = readThing('a regular expression', (value) => value instanceof RegExp) as Reader<RegExp>;

/** What may be injected, and where. */
export const INJECTED = {
  fault: readFault,
  scope: readFields<FaultScope>({ on: readPattern, times: readTimes }) as Reader<unknown>,
};
