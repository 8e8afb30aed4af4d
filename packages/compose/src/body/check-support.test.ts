import { expect, test } from 'vitest';
import { loadCompose } from '../load/load-compose.ts';
import { checkSupport, refuseUnsupported } from './check-support.ts';

async function supportOf(content: string) {
  const { model } = await loadCompose({ content }, { processEnv: false, projectName: 'shop' });
  return checkSupport(model);
}

test('settings that the engine does not support are refused, all at once', async () => {
  const support = await supportOf(`
services:
  a:
    image: x
    read_only: true
    use_api_socket: true
    configs: [c, e]
    build: { context: 'https://example.org/x.git', secrets: [s], ssh: [default], additional_contexts: { b: . } }
    pre_start: [{ command: [x] }]
  b: { provider: { type: model } }
configs: { c: { content: x }, e: { external: true } }
secrets: { s: { file: ./s } }
networks: { default: { ipam: { config: [{ gateway: 10.0.0.1 }] } } }
`);
  expect(support.issues.map(({ path }) => path)).toEqual([
    'services.a.use_api_socket',
    'services.a.pre_start',
    'services.a.configs[0]',
    'services.a.configs[1]',
    'services.a.build.secrets',
    'services.a.build.ssh',
    'services.a.build.additional_contexts',
    'services.a.build.context',
    'services.b.provider',
    'networks.default.ipam.config[0].subnet',
  ]);
  expect(() => refuseUnsupported(support, 'shop')).toThrow(
    /the file asks for what an engine cannot do\n {2}services\.a\.use_api_socket/,
  );
});

test('settings for clusters are named and left out', async () => {
  const { issues, warnings } = await supportOf(`
services:
  a:
    image: x
    secrets: [{ source: s, uid: "5" }]
    build: { context: ., cache_to: [y] }
    deploy:
      mode: global
      placement: { constraints: [a == b] }
      update_config: { parallelism: 2 }
      resources: { reservations: { cpus: "0.5" } }
    develop: { watch: [{ path: ., action: rebuild }] }
secrets: { s: { file: ./s } }
`);
  expect(issues).toEqual([]);
  expect(warnings.map((warning) => warning.replace(/[: ] .*| has no effect.*/, ''))).toEqual([
    'services.a.secrets[0]',
    'services.a.build.cache_to',
    'services.a.deploy.placement',
    'services.a.deploy.update_config',
    'services.a.deploy.mode',
    'services.a.deploy.resources.reservations.cpus',
  ]);
});
