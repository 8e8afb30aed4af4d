import { type Problems, readFields, readInteger, readList, readSyntax, readText } from '../../input/index.ts';
import { checkUlimit, parseUlimit, type Ulimit } from '../syntax/ulimit.ts';
import { replacedByName } from './combine.ts';
import type { Option } from './option.ts';

/** `'nofile=1024:4096'`, or in words; −1 is unlimited. */
export type UlimitInput =
  | `${string}=${string}`
  | {
      readonly name: string;
      readonly soft: number;
      /** @default soft */
      readonly hard?: number | undefined;
    };

export const ulimits = {
  calls: { ulimits: { read: readList(readUlimit), combine: replacedByName } },
  body: (limits) => ({
    HostConfig: { Ulimits: limits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) },
  }),
  hash: 'body',
} satisfies Option<readonly Ulimit[]>;

const readGiven = readFields<Ulimit, 'name' | 'soft'>(
  { name: readText, soft: readInteger(-1), hard: readInteger(-1) },
  { name: "a limit's name such as 'nofile'", soft: 'a whole number, or -1 for unlimited' },
);

function readUlimit(value: unknown, problems: Problems): Ulimit | undefined {
  if (typeof value === 'string') return readSyntax(parseUlimit)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { name, soft, hard = soft } = given;
  return problems.take(checkUlimit({ name, soft, hard }), value);
}
