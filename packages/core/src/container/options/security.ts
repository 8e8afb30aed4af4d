import { type Parsed, parsed, readFlag, readList, readSyntax, refused } from '../../input/index.ts';
import { united } from './combine.ts';
import type { Option } from './option.ts';

const KEYS: readonly string[] = [
  'apparmor',
  'seccomp',
  'label',
  'systempaths',
  'credentialspec',
  'writable-cgroups',
];

/** As the engine takes them. */
export const securityOpt = {
  calls: { securityOpt: { read: readList(readSyntax(parseSecurityOpt)), combine: united } },
  body: (options) => ({ HostConfig: { SecurityOpt: options } }),
  hash: 'body',
} satisfies Option<readonly string[]>;

/** All capabilities and devices of the host. */
export const privileged = {
  calls: { privileged: { read: readFlag } },
  body: (wanted) => ({ HostConfig: { Privileged: wanted } }),
  hash: 'body',
} satisfies Option<boolean>;

/** Nothing can be written but to mounts. */
export const readOnlyRootfs = {
  calls: { readOnlyRootfs: { read: readFlag } },
  body: (readOnly) => ({ HostConfig: { ReadonlyRootfs: readOnly } }),
  hash: 'body',
} satisfies Option<boolean>;

function parseSecurityOpt(text: string): Parsed<string> {
  if (/^no-new-privileges(?:[:=](?:true|false))?$/.test(text)) return parsed(text);
  const [, key = '', value = ''] = /^([a-z-]+)[=:](.+)$/s.exec(text) ?? [];
  if (!KEYS.includes(key)) return refused(`no-new-privileges, or one of ${KEYS.join(', ')} with =value`);
  if (key === 'seccomp' && !['unconfined', 'builtin'].includes(value) && !value.startsWith('{')) {
    return refused("seccomp=unconfined, seccomp=builtin or seccomp= with the profile's JSON", {
      because: 'the engine reads no files of this machine',
    });
  }
  return parsed(text);
}
