import { type Policy, projectPolicy } from '@docktopus/core';
import { expect, test } from 'vitest';
import { loadCompose } from '../load/load-compose.ts';
import { modelPolicyIssues } from './model-policy-issues.ts';

const directory = '/srv/shop';

async function pathsOf(content: string, policy: Policy = projectPolicy(directory)) {
  const options = { processEnv: false, projectName: 'shop', workingDir: directory, allowFiles: ['/'] };
  const { model } = await loadCompose({ content }, options);
  const ground = { apiVersion: '1.41', environment: {}, directory };
  return modelPolicyIssues(model, policy, ground).map(({ path }) => path);
}

const service = (lines: string) => `services: { a: { image: x, ${lines} }, b: { image: y } }`;

// biome-ignore format: a table reads better in rows
test.each([
  'ports: ["8080:80"]', 'volumes: ["./data:/data", "data:/v"] }, c: { image: z', 'tmpfs: /x', 'mem_limit: 1g',
  'network_mode: "service:b"', 'pid: "service:b", ipc: "service:b"', 'volumes_from: [b]', 'ulimits: { nofile: 5 }',
  'secrets: [s] }, c: { image: z', 'healthcheck: { test: a }', 'restart: always', 'init: true',
])("a project's own file may have %s", async (lines) => {
  const rest = 'volumes: { data: }\nsecrets: { s: { file: ./secret } }';
  expect(await pathsOf(`${service(lines)}\n${rest}`)).toEqual([]);
});

// biome-ignore format: a table reads better in rows
test.each([
  ['privileged: true', 'Privileged'], ['network_mode: host', 'NetworkMode'], ['pid: host', 'PidMode'],
  ['ipc: host', 'IpcMode'], ['userns_mode: host', 'UsernsMode'], ['uts: host', 'UTSMode'],
  ['network_mode: "container:x"', 'NetworkMode'], ['volumes_from: ["container:x"]', 'VolumesFrom'],
  ['cap_add: [SYS_ADMIN]', 'CapAdd[0]'], ['devices: ["/dev/mem"]', 'Devices[0]'],
  ['security_opt: ["seccomp:unconfined"]', 'SecurityOpt[0]'], ['gpus: all', 'DeviceRequests'],
  ['volumes: ["/var/run/docker.sock:/s"]', 'Binds[0]'], ['volumes: ["/:/host"]', 'Binds[0]'],
  ['volumes: ["./../../var/run:/r"]', 'Binds[0]'], ['volumes: ["../other:/o"]', 'Binds[0]'],
  ['volumes: [{ type: bind, source: /etc, target: /e, bind: { propagation: rshared } }]', 'Mounts[0]'],
])('a file of a project may not have %s', async (lines, field) => {
  expect((await pathsOf(service(lines))).join()).toContain(`services.a: HostConfig.${field}`);
});

test('a volume that is a bind in disguise is refused', async () => {
  const options = '{ type: none, o: bind, device: /etc }';
  const paths = await pathsOf(
    `${service('volumes: ["data:/v"]')}\nvolumes: { data: { driver_opts: ${options} } }`,
  );
  expect(paths.join()).toContain('volumes.data: DriverOpts');
});

test.each([
  ['networks: { n: { driver: macvlan } }', 'networks.n: Driver'],
  ['networks: { n: { ipam: { driver: dhcp } } }', 'networks.n: IPAM.Driver'],
  ['services: { a: { build: { context: ., network: host } } }', 'services.a: networkmode'],
])('%s is refused with all the rest, before anything is made', async (content, path) => {
  const services = content.startsWith('services') ? '' : 'services: { a: { image: x, networks: [n] } }';
  expect(await pathsOf(`${services}\n${content}`)).toEqual([path]);
});

test('for a file that others supply, everything that is not named is refused, all of it at once', async () => {
  const content = `${service('ports: ["80:80"], volumes: ["./d:/d", "data:/v"]')}\nvolumes: { data: }`;
  const paths = await pathsOf(content, {});
  for (const part of ['PortBindings', 'Binds[0]', 'Binds[1]', 'volumes.data: Name']) {
    expect(paths.join()).toContain(part);
  }
  const named = { binds: ['./d'], volumes: ['shop_*'], networks: ['shop_*'], ports: 'any' } as const;
  expect(await pathsOf(content, named)).toEqual([]);
});
