import { expect, test } from 'vitest';
import { Secret } from '../../secrets/index.ts';
import { Container } from '../container.ts';
import { printChanges, specChanges, specRecordLabel } from './spec-record.ts';

type Builder = ReturnType<typeof Container.builder>;

const spec = (more: (c: Builder) => Builder = (c) => c) =>
  more(Container.builder(undefined, 'redis:7.4').name('db')).spec;

const changes = (before: (c: Builder) => Builder, after: (c: Builder) => Builder) =>
  printChanges(specChanges(specRecordLabel(spec(before)), spec(after)));

test.each<[string, (c: Builder) => Builder, (c: Builder) => Builder, string]>([
  ['nothing', (c) => c.env({ A: '1' }), (c) => c.env({ A: '1' }), ''],
  ['what makes no other container', (c) => c, (c) => c.pull('always').readyTimeout('5m'), ''],
  ['the image', (c) => c, (c) => c.image('redis:8'), 'image redis:7.4 → redis:8'],
  [
    'a limit',
    (c) => c.limits({ memory: '256m', pids: 10 }),
    (c) => c.limits({ memory: '512m', pids: 10 }),
    'limits.memory 256m → 512m',
  ],
  [
    'several options',
    (c) => c.limits({ memory: '1g' }).stopTimeout('30s').init(),
    (c) => c.limits({ memory: 1_000 }).stopTimeout('1m').readOnlyRootfs(),
    'init true → none, limits.memory 1g → 1000, readOnlyRootfs none → true, stopTimeout 30s → 60s',
  ],
  [
    'variables, whose values are not told',
    (c) => c.env({ A: 'one', B: 'two', C: 'three' }),
    (c) => c.env({ A: 'one', B: 'zwei', D: 'four' }),
    'env.B changed, env.C removed, env.D added',
  ],
  ['the command, which is not told', (c) => c.cmd(['a']), (c) => c.cmd(['b']), 'cmd changed'],
  ['a port', (c) => c, (c) => c.ports('8080:80'), 'ports added'],
])('a replacement tells that it changes %s', (_, before, after, told) => {
  expect(changes(before, after)).toBe(told);
});

test('the label of a container holds no value of a variable, a command or a file', () => {
  const [label] = Object.values(
    specRecordLabel(
      spec((c) =>
        c
          .env({ PLAIN: 'canary-1', SECRET: new Secret('canary-2') })
          .cmd(['--token=canary-3'])
          .files([{ target: '/x', content: 'canary-4' }])
          .labels({ note: 'canary-5' }),
      ),
    ),
  );
  expect(label).toContain('redis:7.4');
  expect(label).not.toContain('canary');
});

test('a container without a name carries no record: nothing replaces it', () => {
  expect(specRecordLabel(Container.builder(undefined, 'redis:7.4').spec)).toEqual({});
});

test.each(['', '{', '[]', '{"image":7}', 'null'])('a label that reads %j tells nothing', (label) => {
  expect(specChanges({ 'dev.docktopus.spec': label }, spec())).toEqual([]);
});
