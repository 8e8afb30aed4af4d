import {
  Container,
  type ContainerFamily,
  DockerContext,
  family as declared,
  type FamilyOptions,
  Injector,
} from '@docktopus/core';
import { injectable } from 'tsyringe';
import { BackgroundCommand } from '../../packages/core/src/family/background/index.ts';
import { HoldLedger } from '../../packages/core/src/family/holds/index.ts';
import {
  memberClosing,
  memberFailed,
  memberUnsafe,
} from '../../packages/core/src/family/member/family-errors.ts';
import { Member } from '../../packages/core/src/family/member/member.ts';
import type { Bench, Rows } from './bench.ts';

/** A family of containers that sleep, each for one tenant. */
async function family(
  bench: Bench,
  options: Partial<FamilyOptions<string, undefined>> = {},
): Promise<ContainerFamily<string, undefined>> {
  const ctx = await bench.connect(DockerContext, {
    name: 'shop',
    strict: 'off',
    dataDir: bench.folder,
    progress: 'off',
  });
  return ctx.family('box', (_tenant: string) => ctx.container('busybox:1.36').cmd(['sleep', '1000']), {
    idle: 'never',
    ...options,
  });
}

/** A member as its family keeps it. */
function member(): Member {
  return Object.assign(Object.create(Member.prototype), { key: 'acme', cause: { cause: 'crashed' } });
}

/** A member whose image has a shell that ends with this exit code, whatever it is asked for. */
async function withShell(bench: Bench, exitCode: number) {
  bench.fake.image('busybox:1.36', { commands: { sh: () => exitCode } });
  return await (await family(bench)).use('acme');
}

/** One representative of each code of families. */
export const familyRows: Rows = {
  'family.not-found': [
    () => {
      @injectable()
      class Jobs {
        @declared('boxes') readonly boxes!: ContainerFamily;
      }
      Injector.create().resolve(Jobs);
    },
    'inject Jobs → .boxes: no family has this name. No family is declared',
  ],
  'family.key-invalid': [
    async (bench) => (await family(bench)).use('x'.repeat(10_000)),
    'family.key box: the key "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… is not valid: it takes 10002 bytes as JSON, expected at most 2048',
  ],
  'family.key-unknown': [
    async (bench) => (await family(bench)).use('acme', { create: false }),
    'family.use box "acme": the key has no container, and create is false. Leave out create: false to create one',
  ],
  'family.full': [
    async (bench) => {
      const boxes = await family(bench, { capacity: { running: 1, whenFull: 'refuse' } });
      await boxes.use('acme');
      await boxes.use('umbrella');
    },
    'family.use box: 1 of at most 1 members are running. Try again in <n> s, or raise capacity.running',
  ],
  'family.closed': [
    async (bench) => {
      const boxes = await family(bench);
      await boxes.close();
      await boxes.use('acme');
    },
    'family.use box: the family has been closed',
  ],
  'family.ended': [
    async (bench) => {
      const box = await (await family(bench)).use('acme');
      box.release();
      await box.exec(['true']);
    },
    'family.hold box "acme": the hold has been released. Use the key again',
  ],
  'family.replaced': [
    async (bench) => (await family(bench)).use('acme', { generation: 7 }),
    'family.use box "acme": generation 7 was asked for, and the key has no container. What was only in that container is gone; use the key without a generation to go on with another',
  ],
  'family.invalid': [
    (bench) => family(bench, { idle: 'soon' as never }),
    [
      'family box: 1 problem',
      `  idle: got "soon", expected { after: '15m', then: 'stop' }, { then: [{ pause: '2m' }, { stop: '15m' }] }, or 'never'`,
    ].join('\n'),
  ],
  'family.no-data': [
    async (bench) => {
      const ctx = await bench.connect(DockerContext, { name: 'shop', dataDir: bench.folder });
      const define = (_tenant: string, { image }: { image: string }) => ctx.container(image);
      await ctx.family('box', define, { idle: 'never' }).use('acme');
    },
    'family.use box "acme": use() got only the key, and the member needs its data. Pass the data to use(), or give the family the option load: (key, ctx) => …',
  ],
  'family.owned-elsewhere': [
    async (bench) => {
      await (await family(bench)).use('acme');
      await (await family(bench)).use('acme');
    },
    'family.use box "acme": the container shop-box-hxakr3txj5vrvwjkdrvtrr365r is not this process\'s: another context of this process has it. Stop that process, or give one of the two blueprints or families another name',
  ],
  'family.closing': [
    () => {
      throw memberClosing('box', member(), 1_500);
    },
    'family.use box "acme": its lifetime is about to end, and it takes no new holds. Try again in <n> s',
  ],
  'family.failed': [
    () => {
      throw memberFailed('box', member(), 1_500);
    },
    'family.use box "acme": it has ended too often; the last time: crashed. Try again in <n> s, or fix the cause and call reset()',
  ],
  'family.unsafe': [
    () => {
      throw memberUnsafe('box', member(), [
        { field: 'HostConfig.Privileged', wanted: 'false', found: true } as never,
      ]);
    },
    'family.use box "acme": the container is not as the profile of the family says: HostConfig.Privileged is true, not false. roll() creates it again and keeps its volumes; remove() ends it',
  ],
  'family.command-exists': [
    async (bench) => (await withShell(bench, 73)).spawn(['true'], { id: 'build' }),
    'family.spawn box "acme": the container has a command \'build\' already. Get it with box.spawned(id), or choose another id',
  ],
  'family.command-not-found': [
    async (bench) => {
      const box = await withShell(bench, 74);
      const container = await Container.fromId(bench.docker, box.id);
      const holds = new HoldLedger(
        () => 0,
        () => undefined,
      );
      const place = { container, lost: box.signal, subject: 'box "acme"', holds };
      await new BackgroundCommand('build', place).status();
    },
    'family.spawn box "acme": no command \'build\' was started in this container. A new container has none of the commands of the one before',
  ],
  'family.command-failed': [
    async (bench) => (await withShell(bench, 1)).spawn(['true'], { id: 'build' }),
    'family.spawn box "acme": the command \'build\' was not started: exit code 1. A command in the background needs sh in the image, and /tmp to be writable',
  ],
};
