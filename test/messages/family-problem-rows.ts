import { Container, type ContainerFamily, DockerContext, type FamilyOptions } from '@docktopus/core';
import { invalid, Problems } from '@docktopus/core/kit';
import { FamilyProfile } from '../../packages/core/src/family/profile/family-profile.ts';
import {
  readProfile,
  type UntrustedProfile,
} from '../../packages/core/src/family/profile/untrusted-profile.ts';
import type { Bench, Rows } from './bench.ts';

async function family(
  bench: Bench,
  options: object,
  name = 'box',
): Promise<ContainerFamily<string, undefined>> {
  const ctx = await bench.connect(DockerContext, {
    name: 'shop',
    strict: 'off',
    dataDir: bench.folder,
    progress: 'off',
  });
  const all = { idle: 'never', ...options } as FamilyOptions<string, undefined>;
  return ctx.family(name, (_tenant: string) => ctx.container('busybox:1.36').cmd(['sleep', '1000']), all);
}

/** Problems of families that no other test prints: what is given, and the whole text that its reader gets. */
export const familyProblemRows: Rows = {
  'a member that contradicts its profile': [
    () => {
      const profile = readProfile('untrusted', new Problems()) as UntrustedProfile;
      const spec = Container.builder(undefined, 'busybox:1.36').user('0:0').strict('off').spec;
      throw invalid(
        'spec.invalid',
        'family.profile',
        new FamilyProfile(profile, () => true).issuesOf(new FamilyProfile(profile, () => true).apply(spec)),
      );
    },
    [
      'spec.invalid: family.profile: 1 problem',
      `  User: got "0:0", expected a user and group that are not root, by number, such as '1000:1000', because the family has the profile 'untrusted'`,
    ].join('\n'),
  ],
  'a command in the background': [
    async (bench) => (await (await family(bench, {})).use('acme')).spawn([], { id: 'a b' }),
    [
      'family.invalid: family.spawn box "acme": 2 problems',
      '  id: got "a b", expected up to 63 letters, digits, dots, dashes and underscores',
      "  argv: got [], expected a command such as ['npm', 'run', 'build']",
    ].join('\n'),
  ],
  'a name of a family': [
    (bench) => family(bench, {}, 'a b'),
    [
      'family.invalid: family a b: 1 problem',
      '  name: got "a b", expected up to 40 letters, digits, dashes and underscores, with a letter or digit at both ends',
    ].join('\n'),
  ],
  'a pool of persistent members': [
    (bench) => family(bench, { lifetime: 'persistent', pool: { ready: 1 } }),
    [
      'family.invalid: family box: 1 problem',
      `  pool: got {"ready":1}, expected none, or lifetime: 'session', because persistent members are found again by their labels, and a container that waits for its key has none`,
    ].join('\n'),
  ],
  'idle without a step': [
    (bench) => family(bench, { idle: { then: [] } }),
    [
      'family.invalid: family box: 1 problem',
      "  idle.then: got [], expected at least one step, such as { stop: '15m' }",
    ].join('\n'),
  ],
  'idle with two actions in a step': [
    (bench) => family(bench, { idle: { then: [{ pause: '1m', stop: '2m' }] } }),
    [
      'family.invalid: family box: 1 problem',
      `  idle.then[0]: got {"pause":"1m","stop":"2m"}, expected one of pause, stop and remove, such as { stop: '15m' }`,
    ].join('\n'),
  ],
  'the profile untrusted with root': [
    (bench) => family(bench, { profile: { name: 'untrusted', user: '0:0' } }),
    [
      'family.invalid: family box: 1 problem',
      `  profile.user: got "0:0", expected a user and group that are not root, by number, such as '1000:1000'`,
    ].join('\n'),
  ],
  'the profile untrusted with a bind of everything': [
    (bench) => family(bench, { profile: { name: 'untrusted', bindsUnder: ['/'] } }),
    [
      'family.invalid: family box: 1 problem',
      `  profile.bindsUnder[0]: got "/", expected an absolute path below '/', without '.', '..' and a '/' at its end`,
    ].join('\n'),
  ],
  'a router without a decision': [
    async (bench) =>
      (await family(bench, {})).router({ host: 'preview.example', port: 'x', authorise: true } as never),
    [
      'family.invalid: family.router box: 3 problems',
      `  router.host: got "preview.example", expected a pattern with one label for the key, such as '*.preview.example'`,
      '  router.port: got "x", expected a whole number from 1 to 65535',
      '  router.authorise: got true, expected a function that decides about each request',
    ].join('\n'),
  ],
  'a key of a family that is a function': [
    async (bench) => (await family(bench, {})).use((() => 1) as never),
    'family.key-invalid: family.key box: the key a function is not valid: it holds a function, expected text that is not empty, a finite number, or a list or record of such',
  ],
};
