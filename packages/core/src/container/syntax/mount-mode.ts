import { type Parsed, parsed, refused } from '../../input/index.ts';
import type { BindMount, Propagation, VolumeMount } from './mount.ts';

/** The words after the second colon of `docker run -v`: at most one of each group. */
export interface MountMode {
  readonly readOnly: boolean;
  readonly selinux?: NonNullable<BindMount['selinux']>;
  readonly propagation?: Propagation;
  readonly consistency?: NonNullable<BindMount['consistency']>;
  readonly noCopy?: VolumeMount['noCopy'];
}

const GROUPS = {
  access: ['rw', 'ro'],
  selinux: ['z', 'Z'],
  propagation: ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'],
  consistency: ['consistent', 'cached', 'delegated'],
  copy: ['nocopy'],
} as const;

type Group = keyof typeof GROUPS;

const EXPECTED = `at most one of each of ${Object.values(GROUPS)
  .map((words) => words.join('|'))
  .join(', ')}, separated by commas`;

/** Reads `'ro,z,rslave'`; `''` means read and write. */
export function parseMountMode(text: string): Parsed<MountMode> {
  const chosen = new Map<Group, string>();
  for (const word of text === '' ? [] : text.split(',')) {
    const group = groupOf(word);
    if (group === undefined || chosen.has(group)) return refused(EXPECTED);
    chosen.set(group, word);
  }
  return parsed({
    readOnly: chosen.get('access') === 'ro',
    ...pick(chosen, 'selinux'),
    ...pick(chosen, 'propagation'),
    ...pick(chosen, 'consistency'),
    ...(chosen.has('copy') ? { noCopy: true } : {}),
  });
}

function groupOf(word: string): Group | undefined {
  return (Object.keys(GROUPS) as Group[]).find((group) =>
    (GROUPS[group] as readonly string[]).includes(word),
  );
}

function pick(chosen: ReadonlyMap<Group, string>, group: Group): Partial<MountMode> {
  return chosen.has(group) ? { [group]: chosen.get(group) } : {};
}
