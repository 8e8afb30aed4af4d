import { type Parsed, parsed, readSyntax, refused } from '../../input/index.ts';

const KEYS: readonly string[] = [
  'apparmor',
  'seccomp',
  'label',
  'systempaths',
  'credentialspec',
  'writable-cgroups',
];

/** One argument of `securityOpt`, as the engine takes it. */
export const readSecurityOpt = readSyntax(parseSecurityOpt);

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
