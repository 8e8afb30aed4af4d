import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isDocktopusError, projectPolicy } from '@docktopus/core';
import { expect, test } from 'vitest';
import { ComposeBox } from '../support/compose-box.ts';
import { busyboxImage } from '../support/engine.ts';

const WAITING = `["sh", "-c", "trap exit TERM; while :; do sleep 60 & wait $$!; done"]`;

async function refusalOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error, 'policy.refused')) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

test('a proxy, a service that is built, and a database with a secret work on two networks', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `
services:
  proxy:
    image: IMAGE
    command: ${WAITING}
    volumes: [{ type: bind, source: ./proxy/conf, target: /conf, read_only: true }]
    ports: ['127.0.0.1::80']
    depends_on: [backend]
    networks: [front]
  backend:
    build: { context: backend, args: { GREETING: hello } }
    restart: always
    networks: [front, back]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: IMAGE
    command: ${WAITING}
    restart: always
    healthcheck: { test: ["CMD-SHELL", "test -s /run/secrets/db-password"], interval: 1s, retries: 20 }
    secrets: [db-password]
    volumes: [db-data:/var/lib/db]
    networks: [back]
    expose: [5432]
volumes: { db-data: }
secrets: { db-password: { file: db/password.txt } }
networks: { front: , back: }
`,
    'backend/Dockerfile': `FROM ${busyboxImage()}\nARG GREETING\nRUN mkdir /www && echo "$GREETING from the back" > /www/index.html\nSTOPSIGNAL SIGKILL\nCMD ["httpd", "-f", "-p", "8000", "-h", "/www"]\n`,
    'proxy/conf/server.conf': 'upstream backend:8000\n',
    'db/password.txt': 'secret-word\n',
  });
  const shop = await box.project();
  await shop.up({ wait: true });
  const inProxy = shop.service('proxy');
  expect((await inProxy.exec(['wget', '-qO-', 'http://backend:8000/index.html'])).stdout).toBe(
    'hello from the back\n',
  );
  expect((await inProxy.exec(['cat', '/conf/server.conf'])).stdout).toBe('upstream backend:8000\n');
  expect((await inProxy.exec(['wget', '-T', '2', '-qO-', 'http://db:5432/'])).exitCode).not.toBe(0);
  expect((await shop.service('db').exec(['cat', '/run/secrets/db-password'])).stdout).toBe('secret-word\n');
  expect(await shop.up()).toEqual([]);
  await shop.down({ volumes: true });
  expect([await box.containers(), await box.networks(), await box.volumes()]).toEqual([new Map(), [], []]);
  await box.docker.images.remove(`${box.name}-backend`, { force: true });
});

test('containers with names, fixed addresses, files of the project and limits of their own come up as they are written', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `
x-common: &common { image: IMAGE, command: ${WAITING}, restart: unless-stopped, environment: { TZ: UTC } }
services:
  dns:
    <<: *common
    container_name: \${NAME}-dns
    networks: { net: { ipv4_address: 10.213.7.2 } }
    volumes: ['./etc/dns:/etc/dns:ro']
    mem_limit: 64m
  app:
    <<: *common
    environment: [TZ=Europe/Berlin]
    network_mode: service:dns
    depends_on: [dns]
    deploy: { resources: { limits: { cpus: '0.5', memory: 32M } } }
  worker:
    <<: *common
    volumes_from: [dns]
    scale: 2
networks: { net: { ipam: { config: [{ subnet: 10.213.7.0/24 }] } } }
`,
    'etc/dns/list': 'a.example\n',
  });
  const shop = await box.project({ env: { NAME: box.name } });
  await shop.up();
  expect([...(await box.containers()).keys()]).toEqual([
    `${box.name}-app-1`,
    `${box.name}-dns`,
    `${box.name}-worker-1`,
    `${box.name}-worker-2`,
  ]);
  const of = (name: string, ...command: string[]) => shop.service(name).exec(command);
  expect((await of('app', 'hostname', '-i')).stdout.trim()).toBe('10.213.7.2');
  expect((await of('app', 'sh', '-c', 'echo $TZ')).stdout).toBe('Europe/Berlin\n');
  expect((await of('worker', 'cat', '/etc/dns/list')).stdout).toBe('a.example\n');
  const [app] = shop.service('app').containers;
  expect((await app!.inspect()).HostConfig).toMatchObject({ Memory: 32 * 1024 ** 2, NanoCpus: 500_000_000 });
  expect(await shop.up()).toEqual([]);
});

test('what reaches for the host is refused as a whole before anything is made, and a policy allows it by name', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `
services:
  router: { image: IMAGE, command: ${WAITING}, volumes: ['/var/run:/host/run:ro'] }
  tunnel: { image: IMAGE, command: ${WAITING}, cap_add: [NET_ADMIN], network_mode: host }
`,
  });
  const { message } = await refusalOf((await box.project()).up());
  for (const part of [
    'services.router: HostConfig.Binds[0]',
    'HostConfig.CapAdd[0]',
    'HostConfig.NetworkMode',
  ])
    expect(message).toContain(part);
  expect([await box.containers(), await box.networks()]).toEqual([new Map(), []]);
  const policy = {
    ...projectPolicy('.'),
    binds: ['.', '/var/run:ro'],
    engineSocket: true,
    capabilities: ['NET_ADMIN'],
    hostNamespaces: ['network'],
  } as const;
  await (await box.project({ policy })).up();
  expect((await box.containers()).size).toBe(2);
});

test('a link inside the project that leads to the host is refused', async () => {
  await using box = await ComposeBox.with({
    'compose.yaml': `services: { a: { image: IMAGE, command: ${WAITING}, volumes: ['./data:/data'] } }\n`,
  });
  await symlink('/etc', join(box.folder, 'data'));
  const { message } = await refusalOf((await box.project()).up());
  expect(message).toContain('HostConfig.Binds[0]');
  expect(await box.containers()).toEqual(new Map());
  await (await box.project({ policy: false })).up();
  expect((await box.containers()).size).toBe(1);
});
