import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ready } from '../ready/ready.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');

/** A builder as code without types sees it. */
type Untyped = { readonly [K in keyof ContainerBuilder]: (...values: readonly unknown[]) => Untyped };

const gone = undefined;

const PATH = 'expected an absolute path in the container';

test.each<readonly [call: (c: Untyped) => Untyped, text: string]>([
  [(c) => c.volumes({ target: gone }), `volumes[0].target: got undefined, ${PATH}`],
  [(c) => c.volumes({ name: 'data', target: gone }), `volumes[0].target: got undefined, ${PATH}`],
  [
    (c) => c.volumes({ target: '/x', driver: { name: gone } }),
    "volumes[0].driver.name: got undefined, expected a driver's name",
  ],
  [
    (c) => c.volumes({ target: '/x', driver: { name: 'nfs', options: { share: gone } } }),
    'volumes[0].driver.options.share: got undefined, expected a string',
  ],
  [(c) => c.binds({ source: '/a', target: gone }), `binds[0].target: got undefined, ${PATH}`],
  [
    (c) => c.binds({ source: gone, target: '/a' }),
    'binds[0].source: got undefined, expected a path of the host',
  ],
  [(c) => c.networks({ name: gone }), "networks[0].name: got undefined, expected a network's name"],
  [
    (c) => c.networks({ name: 'back', driverOptions: { a: gone } }),
    'networks[0].driverOptions.a: got undefined, expected a string',
  ],
  [(c) => c.logDriver(gone), "logDriver.name: got undefined, expected a log driver's name, such as 'local'"],
  [
    (c) => c.restartPolicy({ name: gone }),
    "restartPolicy.name: got undefined, expected a policy such as 'unless-stopped'",
  ],
  [(c) => c.devices({ hostPath: gone }), 'devices[0].hostPath: got undefined, expected an absolute path'],
  [
    (c) => c.ulimits({ name: 'core', soft: gone }),
    'ulimits[0].soft: got undefined, expected a whole number, or -1 for unlimited',
  ],
  [(c) => c.gpus({ options: { a: gone } }), 'gpus[0].options.a: got undefined, expected a string'],
  [(c) => c.files({ target: gone, content: '' }), `files[0].target: got undefined, ${PATH}`],
  [
    (c) => c.files({ target: '/x', content: gone }),
    'files[0]: got neither content nor source, expected one of the two',
  ],
  [(c) => c.extraHosts({ db: gone }), 'extraHosts[0].db: got undefined, expected a string'],
  [
    (c) => c.readyWhen(ready.port(gone as never)),
    'readyWhen.port: got undefined, expected a whole number from 1 to 65535',
  ],
  [(c) => c.image(gone), 'image: got undefined, expected a string'],
  [(c) => c.user(gone), 'user: got undefined, expected a string'],
  [(c) => c.cmd(gone), 'cmd: got undefined, expected a list'],
  [(c) => c.cmd(['a', gone]), 'cmd[1]: got undefined, expected a string'],
  [(c) => c.env(['A=1', gone]), "env[1]: got [hidden], expected a string such as 'KEY=value'"],
  [(c) => c.ports(gone), 'ports[0]: got undefined, expected a whole number from 1 to 65535'],
  [
    (c) => c.stopTimeout(gone),
    "stopTimeout: got undefined, expected from 0 ms to 292 years, as milliseconds or a text such as '1m30s'",
  ],
  [(c) => c.tty(gone), 'tty: got undefined, expected true or false'],
  [(c) => c.init(gone), 'init: got undefined, expected true or false'],
  [(c) => c.openStdin(gone), 'openStdin: got undefined, expected true or false'],
  [(c) => c.autoRemove(gone), 'autoRemove: got undefined, expected true or false'],
  [(c) => c.readOnlyRootfs(gone), 'readOnlyRootfs: got undefined, expected true or false'],
  [(c) => c.keepOnFailure(gone), 'keepOnFailure: got undefined, expected true or false'],
])('%s is refused rather than dropped', (call, text) => {
  const { issues } = call(box as unknown as Untyped) as unknown as ContainerBuilder;
  expect(issues.map(printIssue)).toEqual([text]);
});

test('undefined says nothing where the types allow it', () => {
  const { spec } = box
    .env({ A: '1', B: undefined })
    .labels({ a: '1', b: undefined })
    .sysctls({ 'net.a': 1, 'net.b': undefined })
    .logDriver('local', { 'max-size': undefined })
    .tmpfs({ '/run': undefined })
    .limits({ pids: 1, memory: undefined });
  expect(spec).toMatchObject({
    env: { A: '1' },
    labels: { a: '1' },
    sysctls: { 'net.a': '1' },
    logDriver: { name: 'local', options: {} },
    tmpfs: {},
    limits: { pids: 1 },
  });
});
