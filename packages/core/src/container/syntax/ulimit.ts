import { didYouMean } from '../../errors/index.ts';
import { type Parsed, parsed, refused } from '../../input/index.ts';

/** A limit of the kernel for a container's processes. */
export interface Ulimit {
  readonly name: string;
  /** −1 for unlimited. */
  readonly soft: number;
  readonly hard: number;
}

const ULIMIT_NAMES: readonly string[] = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
];

/** `name=soft[:hard]`, as `docker run --ulimit`; −1 is unlimited, and one number stands for both. */
export function parseUlimit(text: string): Parsed<Ulimit> {
  const [, name = '', soft, hard = soft] = /^([^=]*)=([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const softLimit = limitOf(soft);
  const hardLimit = limitOf(hard);
  if (softLimit === undefined || hardLimit === undefined)
    return refused('name=soft[:hard], such as nofile=1024:4096');
  return checkUlimit({ name, soft: softLimit, hard: hardLimit });
}

/** Whether the engine would take these limits. */
export function checkUlimit(ulimit: Ulimit): Parsed<Ulimit> {
  const { name, soft, hard } = ulimit;
  if (!ULIMIT_NAMES.includes(name))
    return refused(`a limit among ${ULIMIT_NAMES.join(', ')}`, didYouMean(name, ULIMIT_NAMES));
  const fits = hard === -1 || (soft !== -1 && soft <= hard);
  return fits ? parsed(ulimit) : refused('a soft limit that is at most the hard limit (-1 is unlimited)');
}

export function printUlimit({ name, soft, hard }: Ulimit): string {
  return `${name}=${soft}:${hard}`;
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:-1|\+?\d+)$/.test(text)) return undefined;
  const limit = Number(text);
  return Number.isSafeInteger(limit) ? limit : undefined;
}
