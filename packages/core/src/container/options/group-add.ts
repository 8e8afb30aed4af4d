import { type Problems, readInteger, readList, readText } from '../../input/index.ts';
import { united } from './combine.ts';
import type { Option } from './option.ts';

/** Further groups of the container's user, by name or number. */
export const groupAdd = {
  calls: { groupAdd: { read: readList(readGroup), combine: united } },
  body: (groups) => ({ HostConfig: { GroupAdd: groups } }),
  hash: 'body',
} satisfies Option<readonly string[]>;

function readGroup(value: unknown, problems: Problems): string | undefined {
  if (typeof value !== 'number') return readText(value, problems);
  const id = readInteger(0, 2 ** 32 - 2)(value, problems);
  return id === undefined ? undefined : String(id);
}
