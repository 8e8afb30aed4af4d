import { expect, test } from 'vitest';
import { DocktopusError } from '../../errors/index.ts';
import { ready } from '../ready/ready.ts';
import { ContainerBuilder } from './container-builder.ts';

const empty = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }));
const box = empty.image('busybox:1.36');

/** `path: value` of each problem. */
function problemsOf(builder: ContainerBuilder): readonly string[] {
  try {
    builder.spec;
    return [];
  } catch (error) {
    if (!(error instanceof DocktopusError) || error.code !== 'spec.invalid') throw error;
    const { issues } = error.details as { issues: { path: string; value: string }[] };
    return issues.map(({ path, value }) => `${path}: ${value}`);
  }
}

test('come all at once, of every call', () => {
  const builder = empty
    .name('?')
    .ports('65536', 'http')
    .limits({ memory: 'much', cpus: Number.NaN, pids: 0 })
    .ulimits('nofile=2:1')
    .binds('data', '/a:/b:sw')
    .extraHosts('a')
    .env(['=x', 'A=b'])
    .stopTimeout(1500)
    .readyTimeout('soon')
    .restartPolicy({ name: 'on-failure', maximumRetryCount: -1 });
  expect(problemsOf(builder)).toEqual([
    'image: nothing',
    'name: "?"',
    'ports[0]: "65536"',
    'ports[1]: "http"',
    'limits.memory: "much"',
    'limits.cpus: NaN',
    'limits.pids: 0',
    'ulimits[0]: "nofile=2:1"',
    'binds[0]: "data"',
    'binds[1]: "/a:/b:sw"',
    'extraHosts[0]: "a"',
    'env[0]: (not shown)',
    'stopTimeout: 1500',
    'readyTimeout: "soon"',
    'restartPolicy.maximumRetryCount: -1',
  ]);
});

test('of env show names, never values', () => {
  const builder = box
    .env({ PASSWORD: 's3cret\0' })
    .env(['TOKEN=s3cret\0'])
    .env('SECRET=s3cret' as never);
  expect(problemsOf(builder)).toEqual([
    'env.PASSWORD: (not shown)',
    'env[0]: (not shown)',
    'env: (not shown)',
  ]);
  expect(JSON.stringify(builder.issues)).not.toContain('s3cret');
});

test('of files never show contents', () => {
  const builder = box.files({ target: 'relative', content: 's3cret' }, {
    content: 5,
    target: '/x',
  } as never);
  expect(problemsOf(builder)).toEqual(['files[0].target: "relative"', 'files[1].content: (not shown)']);
});

test.each([
  ['a limit of zero', box.limits({ memory: 0 }), 'limits.memory: 0'],
  ['a limit in words', box.limits({ memory: '0' }), 'limits.memory: "0"'],
  ['an unknown key', box.limits({ memroy: 1 } as never), 'limits.memroy: 1'],
  ['a shell line', box.cmd('sleep 1' as never), 'cmd: "sleep 1"'],
  ['a NUL byte', box.cmd(['a\0b']), 'cmd[0]: "a\\u0000b"'],
  ['a polluting key', box.labels(JSON.parse('{"__proto__":"x"}')), 'labels.__proto__: "__proto__"'],
  [
    'our own labels',
    box.labels({ 'dev.docktopus.session': 'x' }),
    'labels["dev.docktopus.session"]: "dev.docktopus.session"',
  ],
  ['a null field', box.limits(null as never), 'limits: null'],
  ['a port map of nothing', box.ports({ '80/tcp': [] }), 'ports[0]["80/tcp"]: []'],
  ['a protocol', box.ports({ '80/http': 1 } as never), 'ports[0]["80/http"]: "80/http"'],
  ['a host path as volume', box.volumes('/h:/c'), 'volumes[0]: "/h:/c"'],
  ['a volume as host path', box.binds({ source: 'data', target: '/c' }), 'binds[0].source: "data"'],
  [
    'an anonymous volume that is read-only',
    box.volumes({ target: '/x', readOnly: true }),
    'volumes[0].readOnly: true',
  ],
  ['a bind without ends', box.binds({} as never), 'binds[0].source: undefined'],
  ['a capability', box.capAdd('NET_ADMN' as never), 'capAdd[0]: "NET_ADMN"'],
  ['an interval below 1 ms', box.healthcheck({ interval: 0 }), 'healthcheck.interval: 0'],
  ['a readiness port', box.readyWhen(ready.any(ready.port(0))), 'readyWhen[0].port: 0'],
  ['a readiness path', box.readyWhen(ready.http(80, 'health')), 'readyWhen.path: "health"'],
  ['no time to be ready', box.readyTimeout(0), 'readyTimeout: 0'],
  ['no condition', box.readyWhen(ready.all()), 'readyWhen: []'],
  ['a strictness', box.strict('loud' as never), 'strict: "loud"'],
  ['a seccomp file', box.securityOpt('seccomp=profile.json'), 'securityOpt[0]: "seccomp=profile.json"'],
])('%s', (_what, builder, problem) => {
  expect(problemsOf(builder)).toContain(problem);
});

test('of an unknown key name the nearest known one', () => {
  expect(() => box.limits({ memroy: 1 } as never).spec).toThrow(
    "there is no 'memroy', did you mean 'memory'?",
  );
});

test('name what they are about', () => {
  expect(() => box.name('cache').user('').spec).toThrow(/^container.spec cache: 1 problem\n {2}user: ""/);
});
