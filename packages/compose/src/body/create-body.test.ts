import { expect, test } from 'vitest';
import { loadCompose } from '../load/load-compose.ts';
import type { ServiceInstance } from './container-request.ts';
import { containerRequest } from './create-body.ts';

async function instanceOf(content: string, more: Partial<ServiceInstance> = {}): Promise<ServiceInstance> {
  const options = { processEnv: false, projectName: 'shop', workingDir: '/srv/shop' };
  const { model } = await loadCompose({ content }, options);
  return {
    model,
    name: 'web',
    service: model.services.web!,
    number: 1,
    containerName: 'shop-web-1',
    image: model.services.web?.image ?? 'shop-web',
    found: undefined,
    inherited: [],
    apiVersion: '1.41',
    environment: {},
    ...more,
  };
}

async function bodyOf(keys: string, rest = '', more: Partial<ServiceInstance> = {}) {
  const instance = await instanceOf(`services:\n  web:\n    image: nginx\n    ${keys}\n${rest}`, more);
  return containerRequest(instance).body;
}

test('a service that says nothing more has the least that an engine needs', async () => {
  expect(containerRequest(await instanceOf('services: { web: { image: nginx } }'))).toEqual({
    body: {
      Image: 'nginx',
      AttachStdout: true,
      AttachStderr: true,
      NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['shop-web-1', 'web'] } } },
      HostConfig: { NetworkMode: 'shop_default' },
    },
    networks: [],
    files: [],
  });
});

// biome-ignore format: a table reads better in rows
test.each<[string, Record<string, unknown>]>([
  ['command: [a, b]', { Cmd: ['a', 'b'] }],
  ['command: []', { Cmd: [] }],
  ['entrypoint: []', { Entrypoint: [''] }],
  ['environment: { A: "1", B: , C: "" }', { Env: ['A=1', 'B', 'C='] }],
  ['hostname: h', { Hostname: 'h' }],
  ['user: "1:2"', { User: '1:2' }],
  ['tty: true', { Tty: true }],
  ['stdin_open: true', { OpenStdin: true }],
  ['working_dir: /w', { WorkingDir: '/w' }],
  ['stop_signal: SIGINT', { StopSignal: 'SIGINT' }],
  ['stop_grace_period: 1m30s', { StopTimeout: 90 }],
  ['expose: ["80", "90-91/udp"]', { ExposedPorts: { '80/tcp': {}, '90/udp': {}, '91/udp': {} } }],
  ['mac_address: 02:42:ac:11:65:43', { MacAddress: '02:42:ac:11:65:43' }],
  ['healthcheck: { test: "true", interval: 5s, timeout: 1s, retries: 3, start_period: 2s }', { Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 5e9, Timeout: 1e9, Retries: 3, StartPeriod: 2e9 } }],
  ['healthcheck: { disable: true }', { Healthcheck: { Test: ['NONE'] } }],
])('%s gives %j', async (keys, expected) => {
  expect(await bodyOf(keys)).toMatchObject(expected);
});

// biome-ignore format: a table reads better in rows
test.each<[string, Record<string, unknown>]>([
  ['restart: always', { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }],
  ['restart: on-failure:3', { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }],
  ['restart: "no"', { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } }],
  ['deploy: { restart_policy: { condition: any, max_attempts: 2 } }', { RestartPolicy: { Name: 'always', MaximumRetryCount: 2 } }],
  ['deploy: { restart_policy: { condition: none } }', { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } }],
  ['deploy: { resources: { limits: { cpus: "0.5", memory: 50M, pids: 7 }, reservations: { memory: 20M } } }', { NanoCpus: 5e8, Memory: 52428800, PidsLimit: 7, MemoryReservation: 20971520 }],
  ['mem_limit: 64m\n    memswap_limit: -1\n    cpus: 1.5', { Memory: 67108864, MemorySwap: -1, NanoCpus: 1.5e9 }],
  ['ports: ["8080:80", "127.0.0.1::53/udp"]', { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }], '53/udp': [{ HostIp: '127.0.0.1', HostPort: '' }] } }],
  ['ports: ["1:80", "2:80"]', { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '1' }, { HostIp: '', HostPort: '2' }] } }],
  ['volumes: [./a:/a:ro, "/b:/b:z"]', { Binds: ['/srv/shop/a:/a:ro', '/b:/b:rw,z'] }],
  ['volumes: [/anon]', { Mounts: [{ Type: 'volume', Target: '/anon' }] }],
  ['volumes: [{ type: bind, source: /x, target: /x, bind: { create_host_path: false } }]', { Mounts: [{ Type: 'bind', Source: '/x', Target: '/x' }] }],
  ['volumes: [{ type: bind, source: /x, target: /x, bind: { propagation: rslave } }]', { Mounts: [{ Type: 'bind', BindOptions: { Propagation: 'rslave' } }] }],
  ['volumes: [{ type: tmpfs, target: /t, tmpfs: { size: 1m, mode: 0700 } }]', { Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1048576, Mode: 448 } }] }],
  ['volumes: [{ type: image, source: im, target: /im, image: { subpath: p } }]', { Mounts: [{ Type: 'image', Source: 'im', ImageOptions: { Subpath: 'p' } }] }],
  ['tmpfs: ["/run:size=1m,ro", /tmp]', { Tmpfs: { '/run': 'size=1m,ro', '/tmp': '' } }],
  ['ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } }', { Ulimits: [{ Name: 'nproc', Soft: 5, Hard: 5 }, { Name: 'nofile', Soft: 1, Hard: 2 }] }],
  ['devices: [/dev/a:/dev/b:rw, vendor.com/class=name]', { Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/b', CgroupPermissions: 'rw' }], DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['vendor.com/class=name'] }] }],
  ['gpus: all', { DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }] }],
  ['deploy: { resources: { reservations: { devices: [{ driver: nvidia, device_ids: ["0"], capabilities: [gpu] }] } } }', { DeviceRequests: [{ Driver: 'nvidia', DeviceIDs: ['0'], Capabilities: [['gpu']] }] }],
  ['extra_hosts: { a: 1.2.3.4, b: "::1" }', { ExtraHosts: ['a:1.2.3.4', 'b:::1'] }],
  ['logging: { driver: local, options: { max-size: 1m } }', { LogConfig: { Type: 'local', Config: { 'max-size': '1m' } } }],
  ['security_opt: [no-new-privileges, systempaths=unconfined]', { SecurityOpt: ['no-new-privileges'], MaskedPaths: [], ReadonlyPaths: [] }],
  ['sysctls: { net.core.somaxconn: 128 }', { Sysctls: { 'net.core.somaxconn': '128' } }],
  ['privileged: true\n    read_only: true\n    init: true', { Privileged: true, ReadonlyRootfs: true, Init: true }],
  ['shm_size: 8m\n    pid: host\n    ipc: host\n    uts: host\n    cgroup: host', { ShmSize: 8388608, PidMode: 'host', IpcMode: 'host', UTSMode: 'host', CgroupnsMode: 'host' }],
  ['network_mode: host', { NetworkMode: 'host' }],
  ['dns: 1.1.1.1\n    dns_search: [a]\n    dns_opt: [use-vc]', { Dns: ['1.1.1.1'], DnsSearch: ['a'], DnsOptions: ['use-vc'] }],
  ['blkio_config: { weight: 300, device_read_bps: [{ path: /dev/a, rate: 1mb }] }', { BlkioWeight: 300, BlkioDeviceReadBps: [{ Path: '/dev/a', Rate: 1048576 }] }],
])('the host configuration of %s is %j', async (keys, expected) => {
  expect((await bodyOf(keys)).HostConfig).toMatchObject(expected);
});

test("a named volume is bound by the engine's name, and mounted where the older form cannot say it", async () => {
  const keys = 'volumes: ["data:/d", { type: volume, source: data, target: /s, volume: { subpath: x } }]';
  const { HostConfig } = await bodyOf(keys, 'volumes: { data: }');
  expect(HostConfig?.Binds).toEqual(['shop_data:/d:rw']);
  expect(HostConfig?.Mounts).toEqual([
    { Type: 'volume', Source: 'shop_data', Target: '/s', VolumeOptions: { Subpath: 'x' } },
  ]);
});

test('a replacement takes over anonymous volumes of the service and of its image, and no others', async () => {
  const found = { Config: { Volumes: { '/image': {}, '/named': {} } } } as unknown as NonNullable<
    ServiceInstance['found']
  >;
  const inherited = ['/anon', '/image', '/named', '/gone'].map((target) => ({
    type: 'volume',
    name: `id-of-${target.slice(1)}`,
    target,
    writable: true,
  }));
  const { HostConfig } = await bodyOf('volumes: [/anon, "data:/named"]', 'volumes: { data: }', {
    found,
    inherited,
  });
  expect(HostConfig?.Mounts).toEqual([
    { Type: 'volume', Source: 'id-of-anon', Target: '/anon' },
    { Type: 'volume', Source: 'id-of-image', Target: '/image' },
  ]);
  expect(HostConfig?.Binds).toEqual(['shop_data:/named:rw']);
});

const NETWORKS = `
services:
  web:
    image: nginx
    mac_address: 02:42:ac:11:65:43
    networks:
      back: { aliases: [api], ipv4_address: 172.28.0.4, link_local_ips: [169.254.1.1] }
      front: { priority: 7, driver_opts: { a: b }, interface_name: eth7, gw_priority: 2 }
networks: { back: , front: }
`;

test('older engines get the network of the highest priority at creation, and the others before the start', async () => {
  const { body, networks } = containerRequest(await instanceOf(NETWORKS));
  expect(body.HostConfig?.NetworkMode).toBe('shop_front');
  expect(body.NetworkingConfig?.EndpointsConfig).toEqual({
    shop_front: {
      Aliases: ['shop-web-1', 'web'],
      DriverOpts: { a: 'b', 'com.docker.network.endpoint.ifname': 'eth7' },
      GwPriority: 2,
    },
  });
  expect(networks).toEqual([
    {
      network: 'shop_back',
      settings: {
        Aliases: ['shop-web-1', 'web', 'api'],
        IPAMConfig: { IPv4Address: '172.28.0.4', LinkLocalIPs: ['169.254.1.1'] },
      },
    },
  ]);
});

test('engines from API 1.44 on get all networks at creation, and the MAC address with the first', async () => {
  const { body, networks } = containerRequest(await instanceOf(NETWORKS, { apiVersion: '1.44' }));
  expect(networks).toEqual([]);
  expect(Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {})).toEqual(['shop_front', 'shop_back']);
  expect(body.NetworkingConfig?.EndpointsConfig?.shop_front?.MacAddress).toBe('02:42:ac:11:65:43');
  expect(body).not.toHaveProperty('MacAddress');
});

test('links are other names of the linked containers', async () => {
  const content = `services:\n  web: { image: x, links: ['db:database'], external_links: [old:o] }\n  db: { image: x, scale: 2 }`;
  const { body } = containerRequest(await instanceOf(content));
  expect(body.NetworkingConfig?.EndpointsConfig?.shop_default?.Links).toEqual([
    'shop-db-1:database',
    'shop-db-1:db-1',
    'shop-db-1:shop-db-1',
    'shop-db-2:database',
    'shop-db-2:db-2',
    'shop-db-2:shop-db-2',
    'old:o',
  ]);
});

const FILES = `
services:
  web:
    image: x
    configs: [text, { source: file, target: etc/app.conf }]
    secrets: [key, { source: token, target: t, uid: "5", mode: 0400 }]
configs: { text: { content: hello }, file: { file: ./app.conf } }
secrets: { key: { file: ./key.pem }, token: { environment: TOKEN } }
`;

test('files are mounted read-only; content and variables are copied in and stand nowhere else', async () => {
  const { body, files } = containerRequest(await instanceOf(FILES, { environment: { TOKEN: 's3cret' } }));
  expect(body.HostConfig?.Mounts).toEqual([
    { Type: 'bind', Source: '/srv/shop/app.conf', Target: '/etc/app.conf', ReadOnly: true },
    { Type: 'bind', Source: '/srv/shop/key.pem', Target: '/run/secrets/key', ReadOnly: true },
  ]);
  expect(files).toMatchObject([
    { target: '/text', content: 'hello', mode: 0o444, uid: 0, secret: false },
    { target: '/run/secrets/t', mode: 0o400, uid: 5, secret: true },
  ]);
  expect(JSON.stringify([body, files])).not.toContain('s3cret');
});

test('a secret whose variable is not set is refused', async () => {
  const instance = await instanceOf(FILES);
  expect(() => containerRequest(instance)).toThrow('taken from the variable TOKEN, which is not set');
});
