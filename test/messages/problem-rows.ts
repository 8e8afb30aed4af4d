import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlueprintEnvironment, connectDocker, DockerContext, loadConfig, secret } from '@docktopus/core';
import { invalid, Problems } from '@docktopus/core/kit';
import { z } from 'zod';
import { reportEngineWarnings } from '../../packages/core/src/container/strict/report-engine-warnings.ts';
import { parseByteSize } from '../../packages/core/src/input/byte-size.ts';
import type { Rows } from './bench.ts';

const WithSecret = BlueprintEnvironment.extend({ token: secret(z.string()) });

/** Fails with what a reader says. */
function refused(read: (problems: Problems) => unknown): never {
  const problems = new Problems('value');
  read(problems);
  throw invalid('spec.invalid', 'read', problems.issues);
}

/** The settings of a folder alone. */
const settingsIn = (directory: string) => loadConfig({ directory, args: false, env: false, envFile: false });

/** Problems of settings, containers and images that no other test prints: what is given, and the whole text that its reader gets. */
export const problemRows: Rows = {
  'a configuration file without settings': [
    async ({ folder }) => {
      await writeFile(join(folder, 'docktopus.config.mjs'), 'export default 42;\n');
      await settingsIn(folder);
    },
    [
      'config.invalid: config: 1 problem',
      '  <folder>/docktopus.config.mjs: got 42, expected an object of settings, or a function that returns one',
    ].join('\n'),
  ],
  'a size below nothing': [
    () => refused((problems) => problems.take(parseByteSize('-1m'), '-1m')),
    [
      'spec.invalid: read: 1 problem',
      `  value: got "-1m", expected bytes or a size such as '512m', '1.5g' or '64MiB', not negative`,
    ].join('\n'),
  ],
  'a configuration file that is a switch': [
    () => loadConfig({ file: true as never }),
    'config.invalid: loadConfig: 1 problem\n  file: got true, expected the path of a file, or false',
  ],
  'an environment that is a collection': [
    () => loadConfig({ env: new Map([['TOKEN', 'x']]) as never }),
    'config.invalid: loadConfig: 1 problem\n  env: got [hidden], expected an object of variables, such as process.env',
  ],
  'an unknown value of single': [
    (bench) => bench.connect(DockerContext, {}, { single: 'yes' } as never),
    [
      'context.invalid: context.connect DockerContext: 1 problem',
      `  single: got "yes", expected true, false or 'standby'`,
    ].join('\n'),
  ],
  'a secret on the command line': [
    async ({ folder }) => {
      const settings = await loadConfig({
        directory: folder,
        args: ['--token=x'],
        env: false,
        envFile: false,
        file: false,
      });
      settings.read(WithSecret);
    },
    [
      'config.invalid: config: 1 problem',
      '  --token: got a secret, expected it in the variable DOCKTOPUS_TOKEN, or in a file that DOCKTOPUS_TOKEN_FILE names, because others can read the command line',
    ].join('\n'),
  ],
  'a secret in a file that is not there': [
    async ({ folder }) => {
      const env = { DOCKTOPUS_TOKEN_FILE: '/nowhere/token' };
      const settings = await loadConfig({ directory: folder, args: false, env, envFile: false, file: false });
      settings.read(WithSecret);
    },
    [
      'config.invalid: config: 1 problem',
      '  DOCKTOPUS_TOKEN_FILE: got "/nowhere/token" (ENOENT), expected a file that this process can read',
    ].join('\n'),
  ],
  'a duration longer than the engine can count': [
    (bench) =>
      bench
        .box()
        .healthcheck({ test: ['CMD', 'true'], interval: '9999999h' })
        .slot(),
    [
      'spec.invalid: container.spec box: 1 problem',
      '  healthcheck.interval: got "9999999h", expected a duration below 292 years',
    ].join('\n'),
  ],
  'a state that does not exist': [
    async (bench) => (await bench.box().create()).until('flying' as never),
    [
      'spec.invalid: container.until box: 1 problem',
      '  condition: got "flying", expected one of running, exited, removed, healthy, or a function of the state',
    ].join('\n'),
  ],
  'a path in the container with a NUL byte': [
    async (bench) => (await bench.running()).readFile('/a\0b'),
    [
      'spec.invalid: container.readFile box: 1 problem',
      '  containerPath: got "/a\\u0000b", expected an absolute path in the container, without NUL bytes',
    ].join('\n'),
  ],
  'a dependency of a container in no group': [
    (bench) => bench.box().dependsOn({ db: 'started' }).slot(),
    [
      'spec.invalid: container.slot box: 1 problem',
      '  dependsOn: got "db", expected none, because nothing starts other containers for one that is not in a context, or in a pool; declare both in a context, or start them one after the other',
    ].join('\n'),
  ],
  'a request with an API version in its path': [
    ({ docker }) => docker.request({ path: '/v1.41/info' }),
    [
      'spec.invalid: docker.request GET /v1.41/info: 1 problem',
      `  path: got "/v1.41/info", expected a path such as '/containers/json', without API version and query; put the query into the field query, and ids through encodeURIComponent()`,
    ].join('\n'),
  ],
  'an image that is no text': [
    ({ docker }) => docker.images.pull(' '),
    'image.not-found: images.pull  : this is not an image reference. Write a name of lower-case letters and digits, joined by one of . _ __ and - and split by /',
  ],
  'an image that is a number': [
    ({ docker }) => docker.images.pull(7 as never),
    [
      'spec.invalid: images.pull: 1 problem',
      '  reference: got 7, expected an image such as registry/name:tag',
    ].join('\n'),
  ],
  'an id in place of an image': [
    ({ docker }) => docker.images.tag('busybox:1.36', `sha256:${'a'.repeat(64)}`),
    'image.not-found: images.tag sha256:<id>: this is not an image reference. Write the name of an image, not its id',
  ],
  'an image with capital letters': [
    (bench) => bench.docker.images.pull('Library/Busybox'),
    'image.not-found: images.pull Library/Busybox: this is not an image reference. Write a name in lower case, such as library/busybox',
  ],
  'an image with a very long name': [
    (bench) => bench.docker.images.pull(`a/${'b'.repeat(300)}`),
    'image.not-found: images.pull a/<id><id><id>bbbbbb: this is not an image reference. Write a name of at most 255 characters',
  ],
  'an address of the host with a scheme': [
    ({ fake }) => connectDocker({ transport: fake, hostAddress: 'http://x:1' }),
    [
      'spec.invalid: connectDocker: 1 problem',
      '  hostAddress: got "http://x:1", expected a host name or an address, such as host.docker.internal or 172.17.0.1, without a port',
    ].join('\n'),
  ],
  'killOnAbort in an image without a shell': [
    async (bench) => {
      bench.fake.image('busybox:1.36', { commands: { sh: () => 127 } });
      const box = await bench.box().cmd(['sleep', '1000']).create();
      await box.start();
      await box.exec(['true'], { killOnAbort: true });
    },
    [
      'spec.invalid: container.exec box: 1 problem',
      '  killOnAbort: got no answer of its shell, expected an image with sh and /proc; leave the option out, and end the command by its own means',
    ].join('\n'),
  ],
  'a setting that the engine cannot keep': [
    ({ docker }) =>
      reportEngineWarnings(
        docker.engine,
        { strict: 'error' },
        ['Your kernel does not support swap limit'],
        'box',
      ),
    [
      'spec.invalid: container.create box: 1 problem',
      "  createOptions: got a setting that the engine cannot keep, expected none, because the engine warns: Your kernel does not support swap limit; leave it out, or accept it with .strict('warn')",
    ].join('\n'),
  ],
  'a Dockerfile outside of the folder': [
    ({ docker, folder }) => docker.images.build(folder, { dockerfile: '../Dockerfile' }),
    [
      'spec.invalid: images.build: 1 problem',
      '  dockerfile: got "../Dockerfile", expected a path inside the folder that is built',
    ].join('\n'),
  ],
  'a pattern of .dockerignore': [
    async ({ docker, folder }) => {
      await writeFile(join(folder, 'Dockerfile'), 'FROM busybox:1.36\n');
      await writeFile(join(folder, '.dockerignore'), '[a-\n');
      await docker.images.build(folder);
    },
    [
      'spec.invalid: images.build: 1 problem',
      `  .dockerignore:1: got "[a-", expected a pattern that Go's filepath.Match takes`,
    ].join('\n'),
  ],
};
