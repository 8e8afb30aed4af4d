import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ready } from '../ready/ready.ts';
import { ContainerBuilder } from './container-builder.ts';

const empty = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }));
const box = empty.image('busybox:1.36');

/** A builder as code without types sees it. */
type Untyped = { readonly [K in keyof ContainerBuilder]: (...values: readonly unknown[]) => Untyped };

/** The whole text of each problem that a call makes, in its order. */
const problems: readonly [call: (c: Untyped) => Untyped, ...texts: string[]][] = [
  [(c) => c.image(''), 'image: got "", expected an image name such as redis:7.4'],
  [(c) => c.image('Redis'), 'image: got "Redis", expected a name in lower case, such as redis'],
  [
    (c) => c.image('redis:-1'),
    'image: got "redis:-1", expected a tag of up to 128 letters, digits, _, . and -, not beginning with . or -',
  ],
  [
    (c) => c.image('redis@sha256:12'),
    'image: got "redis@sha256:12", expected a digest such as sha256:<64 hexadecimal digits>',
  ],
  [
    (c) => c.image('my_registry:5000/x'),
    'image: got "my_registry:5000/x", expected a registry such as registry.example.com:5000 before the first /',
  ],
  [
    (c) => c.image('redis:7 .4'),
    'image: got "redis:7 .4", expected a tag of up to 128 letters, digits, _, . and -, not beginning with . or -',
  ],
  [
    (c) => c.image('https://me:secret@registry/redis'),
    'image: got "https://…@registry/redis", expected an image name without ://, such as registry.example.com/app:1.2',
  ],
  [
    (c) => c.name('?'),
    'name: got "?", expected a name: two or more letters, digits, dots, underscores or hyphens, the first a letter or digit',
  ],
  [(c) => c.env('A=1'), 'env: got [hidden], expected an object or a list of KEY=value'],
  [(c) => c.env(['=x']), 'env[0]: got [hidden], expected KEY=value with a name before the ='],
  [(c) => c.env([5]), "env[0]: got [hidden], expected a string such as 'KEY=value'"],
  [(c) => c.env(['A=\0']), 'env[0]: got [hidden], expected KEY=value without NUL bytes'],
  [
    (c) => c.env({ 'A=B': '1' }),
    'env["A=B"]: got [hidden], expected a name that is not empty and contains no =',
  ],
  [(c) => c.env({ A: {} }), 'env.A: got [hidden], expected a string, a finite number, a boolean or null'],
  [(c) => c.env({ A: '\0' }), 'env.A: got [hidden], expected a value without NUL bytes'],
  [
    (c) => c.cmd('sleep 1'),
    "cmd: got \"sleep 1\", expected a list of arguments; for a shell command write ['sh', '-c', '…']",
  ],
  [(c) => c.cmd(['a\0b']), 'cmd[0]: got "a\\u0000b", expected a string without NUL bytes'],
  [(c) => c.cmd([1]), 'cmd[0]: got 1, expected a string'],
  [
    (c) => c.entrypoint('sh'),
    "entrypoint: got \"sh\", expected a list of arguments; for a shell command write ['sh', '-c', '…']",
  ],
  [(c) => c.workdir(''), 'workdir: got "", expected a string that is not empty'],
  [(c) => c.user(1000), 'user: got 1000, expected a string'],
  [
    (c) => c.hostname('a b'),
    'hostname: got "a b", expected a host name of up to 63 letters, digits, dots and hyphens',
  ],
  [
    (c) => c.labels({ '': 'x' }),
    'labels[""]: got "", expected a key that is not empty and contains no whitespace',
  ],
  [(c) => c.labels(['a b=c']), 'labels[0]: got "a b=c", expected key=value, the key without whitespace'],
  [
    (c) => c.labels({ 'dev.docktopus.session': 'x' }),
    'labels["dev.docktopus.session"]: got "dev.docktopus.session", expected a key that does not start with \'dev.docktopus.\', because Docktopus keeps its own records there',
  ],
  [
    (c) => c.labels(JSON.parse('{"__proto__":"x"}')),
    'labels.__proto__: got "__proto__", expected any key but __proto__, constructor and prototype',
  ],
  [(c) => c.labels({ 'a\0': 'x' }), 'labels["a\\u0000"]: got "a\\u0000", expected a key without NUL bytes'],
  [
    (c) => c.healthcheck({ test: [] }),
    "healthcheck.test: got [], expected a command; healthcheck('none') switches the check off",
  ],
  [(c) => c.healthcheck({ test: ['CMD'] }), 'healthcheck.test: got ["CMD"], expected a command after CMD'],
  [
    (c) => c.healthcheck({ interval: 0, timeout: 'soon', retries: 0 }),
    "healthcheck.interval: got 0, expected from 1 ms to 292 years, as milliseconds or a text such as '1m30s'",
    "healthcheck.timeout: got \"soon\", expected a duration such as '1m30s', '1.5h' or '500ms'",
    'healthcheck.retries: got 0, expected a whole number of at least 1',
  ],
  [
    (c) => c.stopSignal('TREM'),
    'stopSignal: got "TREM", expected a signal of Linux, such as SIGTERM, INT, 9 or SIGRTMIN+3; did you mean \'TERM\'?',
  ],
  [(c) => c.stopSignal('65'), 'stopSignal: got "65", expected a signal number from 1 to 64'],
  [
    (c) => c.stopTimeout(1500),
    "stopTimeout: got 1500, expected whole seconds, such as 10_000 (milliseconds) or '10s', because the engine knows no fractions of a second",
  ],
  [
    (c) => c.stopTimeout(1e300),
    "stopTimeout: got 1e+300, expected from 0 ms to 292 years, as milliseconds or a text such as '1m30s'",
  ],
  [
    (c) => c.readyTimeout('1000h'),
    'readyTimeout: got "1000h", expected from 1 ms to 24 days, as milliseconds or a text such as \'1m30s\'',
  ],
  [
    (c) => c.stopTimeout(-2),
    "stopTimeout: got -2, expected from 0 ms to 292 years, as milliseconds or a text such as '1m30s'",
  ],
  [
    (c) => c.platform('linux arm64'),
    'platform: got "linux arm64", expected os/arch or os/arch/variant, such as linux/arm64',
  ],
  [(c) => c.pull('sometimes'), "pull: got \"sometimes\", expected one of 'missing', 'always', 'never'"],
  [(c) => c.autoRemove('yes'), 'autoRemove: got "yes", expected true or false'],
  [(c) => c.readyWhen('healthy'), 'readyWhen: got "healthy", expected a condition such as ready.port(6379)'],
  [
    (c) => c.readyWhen({ kind: 'prt' }),
    'readyWhen: got "prt", expected a condition such as ready.port(6379)',
  ],
  [
    (c) => c.readyWhen(ready.any(ready.port(0))),
    'readyWhen[0].port: got 0, expected a whole number from 1 to 65535',
  ],
  [
    (c) => c.readyWhen(ready.http(80, 'health')),
    'readyWhen.path: got "health", expected a path that begins with /',
  ],
  [(c) => c.readyWhen(ready.all()), 'readyWhen: got [], expected at least one entry'],
  [(c) => c.readyWhen(ready.exit(300)), 'readyWhen.code: got 300, expected a whole number from 0 to 255'],
  [(c) => c.readyWhen(ready.command([])), 'readyWhen.argv: got [], expected at least one entry'],
  [
    (c) => c.readyWhen(ready.log('')),
    'readyWhen.pattern: got "", expected a RegExp or a text that is not empty',
  ],
  [
    (c) => c.readyTimeout('soon'),
    "readyTimeout: got \"soon\", expected a duration such as '1m30s', '1.5h' or '500ms'",
  ],
  [
    (c) => c.readyTimeout(0),
    "readyTimeout: got 0, expected from 1 ms to 24 days, as milliseconds or a text such as '1m30s'",
  ],
  [(c) => c.lifetime('forever'), "lifetime: got \"forever\", expected one of 'session', 'persistent'"],
  [
    (c) => c.onConflict('steal'),
    "onConflict: got \"steal\", expected one of 'adopt', 'replace', 'takeover', 'error'",
  ],
  [
    (c) => c.dependsOn({ db: 'up' }),
    "dependsOn[0].db: got \"up\", expected one of 'started', 'ready', 'completed'",
  ],
  [(c) => c.dependsOn(''), 'dependsOn[0]: got "", expected a string that is not empty'],
  [(c) => c.strict('loud'), "strict: got \"loud\", expected one of 'off', 'warn', 'error'"],
  [
    (c) => c.files({ target: 'relative', content: 's3cret' }),
    'files[0].target: got "relative", expected an absolute path in the container, beginning with /',
  ],
  [
    (c) => c.files({ target: '/x', content: 5 }),
    'files[0].content: got [hidden], expected a string or bytes',
  ],
  [(c) => c.files({ target: '/x' }), 'files[0]: got neither content nor source, expected one of the two'],
  [
    (c) => c.files({ target: '/x', content: 'a', source: './a' }),
    'files[0]: got content and source, expected one of the two',
  ],
  [
    (c) => c.files({ content: 'a' }),
    'files[0].target: got nothing, expected an absolute path in the container',
  ],
  [
    (c) => c.files({ target: '/x', content: 'a', mode: 0o10000, uid: -1 }),
    'files[0].mode: got 4096, expected a whole number from 0 to 4095',
    'files[0].uid: got -1, expected a whole number from 0 to 2147483647',
  ],
  [(c) => c.keepOnFailure(1), 'keepOnFailure: got 1, expected true or false'],
];

test.each(problems)('%s is refused in words', (call, ...texts) => {
  const { issues } = call(box as unknown as Untyped) as unknown as ContainerBuilder;
  expect(issues.map(printIssue)).toEqual(texts);
});

test('all problems of all calls come in one error that names the container', () => {
  const builder = empty.name('cache').ports('65536').user('').stopTimeout(1500);
  expect(() => builder.spec).toThrow(
    expect.objectContaining({
      code: 'spec.invalid',
      message: [
        'container.spec cache: 4 problems',
        "  image: got nothing, expected an image such as 'redis:7.4'",
        '  ports[0]: got "65536", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
        '  user: got "", expected a string that is not empty',
        "  stopTimeout: got 1500, expected whole seconds, such as 10_000 (milliseconds) or '10s', because the engine knows no fractions of a second",
      ].join('\n'),
    }),
  );
});

test('problems of variables and files never show values', () => {
  const builder = box
    .env({ PASSWORD: 's3cret\0' })
    .env(['TOKEN=s3cret\0'])
    .env('SECRET=s3cret' as never)
    .files({ target: 'relative', content: 's3cret' });
  expect(builder.issues).toHaveLength(4);
  expect(JSON.stringify(builder.issues)).not.toContain('s3cret');
});
