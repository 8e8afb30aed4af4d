import { type Problems, readEach, readSyntax, safeEntries } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { parseMountTarget } from '../syntax/bind.ts';
import { parseTmpfsOptions } from '../syntax/tmpfs-options.ts';
import { merged } from './combine.ts';
import type { Option } from './option.ts';

/** `'/run'`, `'/run:rw,size=64m'`, or `{ '/run': 'rw,size=64m' }`. */
export type TmpfsInput = string | Readonly<Record<`/${string}`, string | undefined>>;

/** Mount options by path, `''` for the engine's own. */
export const tmpfs = {
  calls: { tmpfs: { read: readEach(readTmpfs), combine: merged } },
  body: (mounts) => ({ HostConfig: { Tmpfs: mounts } }),
  hash: 'body',
} satisfies Option<Readonly<Record<string, string>>>;

function readTmpfs(value: unknown, problems: Problems): Readonly<Record<string, string>> | undefined {
  if (isRecord(value)) {
    const entries = safeEntries(value, problems) ?? [];
    return Object.fromEntries(
      entries.flatMap(([path, options]) => readOne(path, options, problems.at(path))),
    );
  }
  if (typeof value !== 'string') return problems.refuse(value, "'/path[:options]' or { '/path': options }");
  const colon = value.indexOf(':');
  const [path, options] = colon === -1 ? [value, ''] : [value.slice(0, colon), value.slice(colon + 1)];
  return Object.fromEntries(readOne(path, options, problems));
}

function readOne(path: string, options: unknown, problems: Problems): readonly (readonly [string, string])[] {
  const target = readSyntax(parseMountTarget)(path, problems);
  const text = readSyntax(parseTmpfsOptions)(options, problems);
  return target === undefined || text === undefined ? [] : [[target, text]];
}
