import { parseByteSize } from './byte-size.ts';
import type { Problems } from './problems.ts';
import { readSyntax } from './read-text.ts';
import type { Reader } from './reader.ts';

/** Bytes, or text such as `'512m'`. */
export type SizeInput = number | string;

/** What to write instead of a zero. */
export const NO_LIMIT = 'leave it out for no limit';

/** At least one byte: the engine takes zero for no limit, which would drop a limit without a word. */
export function readSize(value: unknown, problems: Problems): number | undefined {
  const bytes = typeof value === 'string' ? readSyntax(parseByteSize)(value, problems) : value;
  if (typeof value === 'string' && bytes === undefined) return undefined;
  if (Number.isSafeInteger(bytes) && (bytes as number) > 0) return bytes as number;
  return problems.refuse(value, "whole bytes above 0, or a size such as '512m'", { hint: NO_LIMIT });
}

/** As {@link readSize}, and −1 for unlimited. */
export const readSizeOrUnlimited: Reader<number> = (value, problems) =>
  value === -1 || value === '-1' ? -1 : readSize(value, problems);
