import { type ComposeProject, compose, composeProject, ComposeProject as Project } from '@docktopus/compose';
import { DockerContext } from '@docktopus/core';
import type { Bench, Rows } from './bench.ts';

/** A project of one file. */
function project(bench: Bench, content: string): Promise<ComposeProject> {
  const options = { projectName: 'shop', workingDir: bench.folder, env: {}, processEnv: false };
  return composeProject(bench.docker, { name: 'compose.yaml', content }, options);
}

const WEB = 'services: { web: { image: "busybox:1.36", command: sleep 1000 } }';

class Shop extends DockerContext {
  @compose({ content: WEB }, { projectName: 'shop', lifetime: 'session' })
  readonly shop!: Project;
}

/** One representative of each code of Compose projects. */
export const composeRows: Rows = {
  'compose.invalid': [
    (bench) => project(bench, 'services: { web: { imagee: "busybox:1.36" } }'),
    [
      'loadCompose <folder>/compose.yaml: 1 problem',
      "  <folder>/compose.yaml:1:20 services.web.imagee: got an unknown key, expected a key of services.web; did you mean 'image'?",
    ].join('\n'),
  ],
  'compose.unsupported': [
    async (bench) => {
      const one = 'services: { web: { image: "busybox:1.36", container_name: one } }';
      await (await project(bench, one)).up({ scale: { web: 2 } });
    },
    [
      'compose.scale shop: 1 problem',
      '  scale.web: got 2, expected 1, because the service has a container_name',
    ].join('\n'),
  ],
  'compose.missing': [
    async (bench) => await (await project(bench, `${WEB}\nvolumes: { data: { external: true } }`)).up(),
    'compose.plan shop: these do not exist, and the project does not create them: volume data. Create or pull them first, or remove `external` and `pull_policy: never`',
  ],
  'compose.owned-elsewhere': [
    async (bench) => {
      await using _first = await bench.connect(Shop, { dataDir: bench.folder });
      await bench.connect(Shop, { dataDir: bench.folder });
    },
    'compose.plan shop-web-1: it belongs to another session of blueprint cache, and ends with it. Stop that process, or give this project another projectName',
  ],
  'compose.hook-failed': [
    async (bench) => {
      const hook = `{ command: ["sh", "-c", "echo no licence >&2; exit 3"] }`;
      const web = `{ image: "busybox:1.36", command: sleep 1000, post_start: [${hook}] }`;
      await (await project(bench, `services: { web: ${web} }`)).up();
    },
    'compose.up web-1: the post_start command sh -c echo no licence >&2; exit 3 ended with exit code 3. It wrote: no licence',
  ],
  'compose.service-unknown': [
    async (bench) => (await project(bench, WEB)).service('wep'),
    "compose.service wep: project shop has no such service; it has web. Did you mean 'web'?",
  ],
  'compose.service-empty': [
    async (bench) => await (await project(bench, WEB)).service('web').exec(['true']),
    'compose.exec web: the service has no container. Call up() first, or refresh() if another program has started it',
  ],
};
