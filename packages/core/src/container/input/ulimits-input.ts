import { type Problems, readFields, readInteger, readSyntax, readText } from '../../input/index.ts';
import type { Ulimit } from '../spec/container-spec.ts';
import { checkUlimit, parseUlimit } from '../syntax/ulimit.ts';

/** `'nofile=1024:4096'`, or in words; −1 is unlimited. */
export type UlimitInput =
  | `${string}=${string}`
  | {
      readonly name: string;
      readonly soft: number;
      /** @default soft */
      readonly hard?: number | undefined;
    };

const readGiven = readFields<Ulimit>({ name: readText, soft: readInteger(-1), hard: readInteger(-1) });

/** One argument of `ulimits`. */
export function readUlimit(value: unknown, problems: Problems): Ulimit | undefined {
  if (typeof value === 'string') return readSyntax(parseUlimit)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { name, soft, hard = soft } = given;
  if (name === undefined || soft === undefined || hard === undefined) {
    const missing = [name === undefined && 'name', soft === undefined && 'soft'].filter(Boolean);
    return problems.report(`no ${missing.join(' and no ')}`, '{ name, soft, hard }');
  }
  return problems.take(checkUlimit({ name, soft, hard }), value);
}
