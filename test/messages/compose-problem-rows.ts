import { join } from 'node:path';
import { compose, loadCompose } from '@docktopus/compose';
import { isDocktopusError } from '@docktopus/core';
import { invalid } from '@docktopus/core/kit';
import type { Rows } from './bench.ts';
import { BASE, one, project, write } from './compose-bench.ts';

/** Fails with the problems that an error has among its details. */
async function problemsOf(act: () => Promise<unknown>): Promise<never> {
  try {
    await act();
  } catch (error) {
    if (isDocktopusError(error, 'compose.missing'))
      throw invalid('spec.invalid', 'read', error.details.issues);
    throw error;
  }
  throw new Error('nothing has failed');
}

/** Problems of whole projects that no other test prints: what is given, and the whole text that its reader gets. */
export const composeProblemRows: Rows = {
  'a subnet that is left out': [
    async (bench) =>
      (
        await project(
          bench,
          'services: { web: { image: x } }\nnetworks: { default: { ipam: { config: [{ gateway: 172.28.0.1 }] } } }',
        )
      ).plan(),
    `compose.unsupported: compose.plan shop: the file asks for what an engine cannot do\n  networks.default.ipam.config[0].subnet: got nothing, expected a subnet, such as '172.28.0.0/16'`,
  ],
  'a config of a cluster': [
    async (bench) =>
      (
        await project(
          bench,
          'services: { web: { image: x, configs: [app] } }\nconfigs: { app: { external: true } }',
        )
      ).plan(),
    'compose.unsupported: compose.plan shop: the file asks for what an engine cannot do\n  services.web.configs[0]: got one that is kept in a cluster, expected a file, content or a variable',
  ],
  'variables that are a text': [
    () => loadCompose({ content: '' }, { env: 'A=b' as never }),
    'spec.invalid: loadCompose: 1 problem\n  env: got "A=b", expected an object of variables',
  ],
  'an external volume that is described': one(
    'services: { web: { image: x } }\nvolumes: { data: { external: true, driver: local } }',
    '<folder>/compose.yaml:2:36 volumes.data.driver: got a setting of an external volume, expected name alone beside external, because the creator of the volume has set the rest',
  ),
  'services that wait for each other': one(
    'services: { a: { image: x, depends_on: [b] }, b: { image: x, depends_on: [a] } }',
    '<folder>/compose.yaml:1:13 services.a.depends_on: got a → b → a, expected dependencies without a circle',
  ),
  'services that extend each other': one(
    'services: { a: { image: x, extends: b }, b: { image: x, extends: a } }',
    '<folder>/compose.yaml:1:37 services.a.extends: got a in <folder>/compose.yaml → b in <folder>/compose.yaml → a in <folder>/compose.yaml, expected extends without a circle',
  ),
  'a file that is a list': one(
    '[web]',
    '<folder>/compose.yaml:1:1 <folder>/compose.yaml: got a list, expected a mapping with services',
  ),
  'files that include each other': one(
    'include: [a.yaml]',
    '<folder>/b.yaml:1:11 include[0]: got <folder>/compose.yaml → <folder>/a.yaml → <folder>/b.yaml → <folder>/a.yaml, expected includes without a circle',
    { files: { 'a.yaml': 'include: [b.yaml]', 'b.yaml': 'include: [a.yaml]' } },
  ),
  'an include from elsewhere': one(
    'include: ["https://example.com/compose.yaml"]',
    '<folder>/compose.yaml:1:11 include[0]: got "https://example.com/compose.yaml", expected a path, because files from elsewhere are not loaded',
  ),
  'an entry that an include has as well': one(
    'include: [a.yaml]\nservices: { web: { image: y } }',
    '<folder>/compose.yaml:2:18 services.web: got an entry of the same name as an included one, expected another name; to change what is included, give the include a second path with an override file',
    { files: { 'a.yaml': 'services: { web: { image: x } }' } },
  ),
  'a folder that gives no name': [
    async (bench) => {
      await write(bench, { '___/x': '' });
      await loadCompose(
        { name: 'compose.yaml', content: 'services: { web: { image: x } }' },
        { env: {}, processEnv: false, workingDir: join(bench.folder, '___') },
      );
    },
    'compose.invalid: loadCompose <folder>/___/compose.yaml: 1 problem\n  name: got nothing, expected a name of the project; give projectName',
  ],
  'a list over a mapping': [
    ({ folder }) =>
      loadCompose(
        [
          {
            name: 'a.yaml',
            content: 'services: { web: { image: x, healthcheck: { test: [CMD, "true"] } } }',
          },
          { name: 'b.yaml', content: 'services: { web: { healthcheck: [] } }' },
        ],
        { ...BASE, workingDir: folder },
      ),
    'compose.invalid: loadCompose <folder>/a.yaml, <folder>/b.yaml: 1 problem\n  <folder>/b.yaml:1:33 services.web.healthcheck: got an empty list, expected a mapping, because an earlier file has a mapping here',
  ],
  'a mode that is a word': one(
    'services: { web: { image: x, configs: [{ source: app, mode: read }] } }\nconfigs: { app: { content: a } }',
    `<folder>/compose.yaml:1:61 services.web.configs[0].mode: got "read", expected a mode in octal, such as '0440'`,
  ),
  'a seccomp profile that is not JSON': [
    async (bench) => {
      await write(bench, { 'profile.json': '{' });
      const web = 'services: { web: { image: "busybox:1.36", security_opt: ["seccomp=profile.json"] } }';
      await (await project(bench, web, { policy: false })).up();
    },
    'compose.invalid: compose.up shop: services.web.security_opt: got profile.json, expected a seccomp profile in JSON',
  ],
  'a project outside of a context': [
    () => compose('compose.yaml')(class Shop {}.prototype as never, 'shop'),
    'context.invalid: @compose Shop.shop: a project can be declared on a property of a DockerContext only. Let the class extend DockerContext; elsewhere, use composeProject()',
  ],
  'an image that is never pulled': [
    (bench) =>
      problemsOf(async () =>
        (await project(bench, 'services: { web: { image: "none:1", pull_policy: never } }')).up(),
      ),
    'spec.invalid: read: 1 problem\n  services.web.image: got image none:1, expected an image that exists, since it is never pulled',
  ],
  'an external volume that is missing': [
    (bench) =>
      problemsOf(async () =>
        (
          await project(
            bench,
            'services: { web: { image: "busybox:1.36", volumes: ["data:/data"] } }\nvolumes: { data: { external: true } }',
          )
        ).up(),
      ),
    'spec.invalid: read: 1 problem\n  volumes.data: got volume data, expected a volume that exists, since it is external',
  ],
  'a health that nothing checks': [
    async (bench) =>
      (
        await project(
          bench,
          'services: { db: { image: "busybox:1.36", command: sleep 1000 }, web: { image: "busybox:1.36", depends_on: { db: { condition: service_healthy } } } }',
        )
      ).up(),
    'container.not-ready: compose.up db-1: it has no health check, and others wait until it is healthy. Give the service a healthcheck, or depend on it with condition: service_started',
  ],
  'lists without an end': one(
    `x-deep: ${'['.repeat(101)}${']'.repeat(101)}`,
    '<folder>/compose.yaml:1:109 <folder>/compose.yaml: got lists and mappings without end, expected at most 100 levels of lists and mappings',
  ),
  'a key that is written twice': one(
    'services: { web: { image: x } }\nservices: {}',
    '<folder>/compose.yaml:2:1 services: got the key twice, first in line 1, expected each key once',
  ),
};
