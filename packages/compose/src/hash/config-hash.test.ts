import { expect, test } from 'vitest';
import { loadCompose } from '../load/load-compose.ts';
import { networkHash, serviceHash, volumeHash } from './index.ts';

// What `docker compose config --hash '*'` of 2.40.3 prints, and what its `create` writes in labels.
const FILE = `
services:
  plain: { image: busybox }
  full:
    image: "x<y>&z"
    command: ["a", "b <c>"]
    environment: { B: "1", A: null, "10": x, "9": y }
    labels: { c: "1", b: "2" }
    networks: { n1: { aliases: [al], ipv4_address: 172.28.0.4, priority: 7 } }
    ports: ["8080-8081:80-81", { target: 9, published: "19", host_ip: 127.0.0.1, mode: host, protocol: udp }]
    healthcheck: { test: ["CMD", "a"], interval: 2s, timeout: 1s, retries: 3 }
    ulimits: { nproc: 65535, nofile: { soft: 20000, hard: 40000 } }
    volumes:
      - { type: bind, source: /b, target: /b, bind: { propagation: rslave, create_host_path: false } }
      - /c:/c
      - { type: tmpfs, target: /t, tmpfs: { size: 1m, mode: 0700 } }
      - vv:/v:ro
    deploy: { replicas: 2, resources: { limits: { cpus: "0.5", memory: 50M, pids: 7 } } }
    blkio_config: { weight: 300, weight_device: [{ path: /dev/sda, weight: 400 }] }
    x-foo: bar
    stop_grace_period: 1m30s
networks: { n1: { driver: bridge, internal: true, labels: { a: b } } }
volumes: { vv: { labels: { b: "1" } } }
`;

async function model(text = FILE) {
  return (await loadCompose({ content: text }, { processEnv: false, projectName: 'hash' })).model;
}

test('a service, a network and a volume have the hashes of Docker Compose', async () => {
  const { services, networks, volumes } = await model();
  expect({
    plain: serviceHash(services.plain!),
    full: serviceHash(services.full!),
    network: networkHash(networks!.n1!),
    volume: volumeHash(volumes!.vv!),
  }).toMatchInlineSnapshot(`
    {
      "full": "44d921b8bea0cf472ffa692b8577fb3b22b4b72253d641b93a2a10b309d3c79c",
      "network": "3930ec32799ddca5cf40f4fa648d1a9cd3b4031d37f301679de7afd294cef283",
      "plain": "2afd7866203dca40993313263173003833e9de9c3ad83f2f59484e32a5605234",
      "volume": "6bebde3143ae7518d91686b3537425bda8bca73aaca7ca210994034ee1e0e47e",
    }
  `);
});

test('settings that need no new container do not change the hash', async () => {
  const hash = async (more: string) =>
    serviceHash((await model(`services: { a: { image: x, ${more} }, b: { image: x } }`)).services.a!);
  const plain = await hash('tty: false');
  for (const more of [
    'build: .',
    'pull_policy: always',
    'scale: 3',
    'depends_on: [b]',
    'x-note: y',
    'profiles: []',
  ]) {
    expect(await hash(more), more).toBe(plain);
  }
  expect(await hash('tty: true')).not.toBe(plain);
});
