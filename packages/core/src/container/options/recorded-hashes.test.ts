import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';
import { specHash } from './spec-hash.ts';

const make = (spec: unknown) => ({ spec, create: async () => undefined });
const box = ContainerBuilder.for(make, { directory: '/srv/blueprint' }).image('busybox:1.36');
type Builder = typeof box;

/**
 * The hashes that released versions have written into the labels of containers. A persistent container is adopted only
 * if its label equals the hash of its spec, so a row that changes replaces such containers on upgrade.
 */
const recorded: readonly [what: string, describe: (c: Builder) => Builder, hash: string][] = [
  ['an image', (c) => c, 'a121661032f2589193b372c22558f989e29033e21e113b2644223f169577e41a'],
  [
    'another image',
    (c) => c.image('registry:5000/team/app:1.2'),
    '9cfd62ae2e864755952e7451d8a0c1a310f9c07f861576e8fe0dec6ed2ebaed0',
  ],
  [
    'an image by digest',
    (c) => c.image(`redis@sha256:${'a'.repeat(64)}`),
    '908cc84ce396b4e3bcd28aa267926ff217c782a36365b56ebd158325c2f333d7',
  ],
  [
    'an image id',
    (c) => c.image(`sha256:${'b'.repeat(64)}`),
    'f9ecf3b1424740d16ffb917b3450532121147c7ecf0fef492347a2b2d35e6265',
  ],
  [
    'env as a list',
    (c) => c.env(['B=2', 'A=1', 'EMPTY=']),
    'd805ddbbc463ab5f867e84de856473a78aac2dadebf3478b241f519f0de2804a',
  ],
  [
    'env as an object',
    (c) => c.env({ PORT: 80, DEBUG: true, GONE: null }),
    '6fe2e1950d1d4033992390c387c7048fc790b2d27eeac297d48258d146f50042',
  ],
  [
    'env with a secret',
    (c) => c.env({ TOKEN: { reveal: () => 's3cret' } }),
    'e7cfb29d8826674a633dc363ec48205be678a919c2a069df6025e91041d05fa6',
  ],
  [
    'env with an equals sign and line breaks',
    (c) => c.env({ A: 'x=y\nz', B: '"quoted"' }),
    '4fe8c9c4c5a1092c59aa586fb626fa1ee7e234374dff3992dba35bd3755818e0',
  ],
  [
    'cmd',
    (c) => c.cmd(['sh', '-c', 'echo $X']),
    'fc5000f65483f839bfaf94a026a4bad6c46cefa718086a759c3f7484bd82e5c0',
  ],
  [
    'entrypoint',
    (c) => c.entrypoint(['/bin/x', 'arg']),
    'ce165a3f8f9158cdb18790972deb78b3b7edfa81a943b4b9f4621a1f0bfc33d7',
  ],
  [
    'no entrypoint',
    (c) => c.entrypoint([]),
    'd359ccfc9bd392525de0fba0a779fa59d3784a02c0d1dc26a4fc04e1f463de0c',
  ],
  [
    'workdir and user',
    (c) => c.workdir('/app').user('1000:1000'),
    '27c2526a9f40708cb811676ad2013b0207975b184f347e4685f48ca0804dfcd7',
  ],
  [
    'hostname',
    (c) => c.hostname('cache-1.local'),
    '7a1ff2d42b6c913d1cd79377239e8dba81b834139f07fe0e3c3c6dbfa3defec3',
  ],
  [
    'labels',
    (c) => c.labels(['b=2', 'a']).labels({ c: 'x y' }),
    '3db7fbff145c47222333a7c25ba6b0bff028ba96023dc434d473ff3386276956',
  ],
  [
    'a network',
    (c) => c.networks('back'),
    '9c94eca0fd818de0f62fdd92755de935dab9e8e61b9cbc6a8a3416acd045f62f',
  ],
  [
    'networks with particulars',
    (c) =>
      c.networks(
        { name: 'front', aliases: ['web', 'www'], ipv4Address: '10.0.0.2', driverOptions: { a: 'b' } },
        { name: 'back', ipv6Address: 'fd00::2', linkLocalIps: ['169.254.1.1'] },
        { name: 'side', macAddress: '92:d0:c6:0a:29:33' },
      ),
    '43363fa39d4377f02cafcf4ed2142a8c8cee4286052c2e02500cc1f7bbc61190',
  ],
  [
    'the network of the host',
    (c) => c.networks('host'),
    'a17fa7e642d7b71ba3972d77a912184a5dfd66b4660227d27f4148befaee9d16',
  ],
  [
    'the network of another container',
    (c) => c.networks('container:vpn'),
    'fb411936362f8947634791212fde8b17ca56a6cb41195613b98bbcff35e363d1',
  ],
  [
    'the default network by name',
    (c) => c.networks('bridge', 'back'),
    '2fa30f18b08d108f066a21278223c0ecdd056ac215ee608c6436c2fe396ddf34',
  ],
  [
    'no health check',
    (c) => c.healthcheck('none'),
    '64b1651d7aff7ca6f73bf1eae4e92e41eb16e573480841edef75552a87395b90',
  ],
  [
    'a health check as a shell line',
    (c) => c.healthcheck({ test: 'curl -f localhost' }),
    'd0bbc90ea4c80b6b3e0cfa52b3f81a383d770846265bf7db7f888c6388421090',
  ],
  [
    'a health check with every time',
    (c) =>
      c.healthcheck({
        test: ['CMD', 'true'],
        interval: '1m30s',
        timeout: 500,
        startPeriod: '10s',
        startInterval: 1500,
        retries: 5,
      }),
    '5d1ce9ffabde0310cf3cd7ab3b32fdf740b667c18d0650322314afbcb15dc351',
  ],
  [
    'memory',
    (c) => c.limits({ memory: '256m' }),
    'e681d1508db38c691b8f9aae4c219295727782603ec822f7a6e1f316dddb2c26',
  ],
  [
    'every limit',
    (c) =>
      c.limits({
        memory: '1g',
        memorySwap: '2g',
        memoryReservation: '512m',
        cpus: '1.5',
        cpuShares: 512,
        cpuset: '0-2,4',
        pids: 128,
        shmSize: '64m',
        blkioWeight: 300,
      }),
    'a2ffb352f1d855d9db56dcda9068e10addda815afb2a1333b87f7fb460c5fb23',
  ],
  [
    'unlimited swap and pids',
    (c) => c.limits({ memory: '1g', memorySwap: -1, pids: -1 }),
    'c2d757e857a39f09cd4a39c1e2825db99b813a1dfc66c4dba810e12b6dcf7f4c',
  ],
  [
    'a third of a CPU',
    (c) => c.limits({ cpus: 1 / 3 }),
    '2c5c4d6a350bd14d4699907e231573a073bfa8507b240257287b27b1a0ad9714',
  ],
  [
    'ulimits',
    (c) => c.ulimits('nofile=1024:4096', { name: 'core', soft: -1 }),
    '1ba0119b9827c2676d6913f39def8c96f07d65c55a8593c0ebb2a487b6e88df1',
  ],
  [
    'devices',
    (c) => c.devices('/dev/fuse', '/dev/sda:/dev/xvda:r'),
    'f8db868efffe0a764989ce9ac11ba013cda1578457f5820cfaa84175307f4a8e',
  ],
  ['all GPUs', (c) => c.gpus('all'), '532be6091f1e8361094d6e1a22fa955c3efe7b12dda455f68081407c79af64ec'],
  ['two GPUs', (c) => c.gpus(2), 'a271171850000787fef69a834405e36026c4e8d43b9816786717785d0f575130'],
  [
    'GPUs by id',
    (c) =>
      c.gpus({
        deviceIds: ['0', 'GPU-1'],
        driver: 'nvidia',
        capabilities: ['compute'],
        options: { 'vis.dev': 'all' },
      }),
    '046f9a390bde7cb7977d651757e3c3951cc80e82a76a0da4485050f38e826fab',
  ],
  [
    'capabilities',
    (c) => c.capDrop('ALL').capAdd('NET_ADMIN', 'CAP_SYS_TIME'),
    '56d57b3eaafca11eef2443120794b50f053ac2b4ca028adc06ddc06408e2f4f7',
  ],
  [
    'security options',
    (c) => c.securityOpt('no-new-privileges', 'seccomp=unconfined'),
    '952d19e1fb9c855dab24264bdefa125373e8409144b7067df22a295bbe5ea133',
  ],
  [
    'a read-only root file system',
    (c) => c.readOnlyRootfs(),
    'ef0a81e3d5e38362e3c35fa0f0234b1435173566dea0116049df5705a94f3955',
  ],
  [
    'a writable root file system, said',
    (c) => c.readOnlyRootfs(false),
    '7799431488a8252307af1b78302737f0e8169f715969bff251983b586447dbbc',
  ],
  [
    'tmpfs',
    (c) => c.tmpfs('/run', '/tmp:size=1m,mode=1777', { '/x': 'ro' }),
    'c76eabef017a6114d4702794144e0224866f87bc75b07f5257ac7fc29c9035e1',
  ],
  [
    'binds as docker run -v',
    (c) => c.binds('./data:/data:ro', '/a:/b:z,rslave,cached'),
    '10275901db62698ac5f717dd7cbfbcbf18070dbc585efe8a2eed37dcba4c5cee',
  ],
  [
    'binds in words',
    (c) =>
      c.binds(
        { source: './conf', target: '/etc/app', readOnly: true, propagation: 'rprivate' },
        { source: '/srv/x', target: '/x', createSource: true, selinux: 'Z' },
        { source: '/srv/y:z', target: '/y', consistency: 'delegated' },
      ),
    '36610f4c360d388ac21a089fafbd96bd92fccd812df34b134d91fd62dc17df3b',
  ],
  [
    'volumes as docker run -v',
    (c) => c.volumes('data:/data', 'cache:/cache:nocopy', '/anonymous'),
    'b7b9192d0e333f5b58b987a3f687aec16a3b588074010bcc7aacf581a4b93da8',
  ],
  [
    'volumes in words',
    (c) =>
      c.volumes(
        {
          name: 'data',
          target: '/data',
          readOnly: true,
          noCopy: true,
          subpath: 'a/b',
          labels: { a: '1' },
          driver: { name: 'local', options: { type: 'tmpfs' } },
        },
        { target: '/fresh', noCopy: true },
        { target: '/plain' },
      ),
    '7228141b093b78f6c9664e2d23dbf20d47014fb82a784f43610156c489046cc6',
  ],
  [
    'binds and volumes in their order',
    (c) => c.volumes('data:/d').binds('/h:/h').volumes('/v'),
    '6e37663533d4e7a550765b31373e5a0474347c9695e84f44ed9ca4ebd7db6778',
  ],
  ['any free port', (c) => c.ports(80), '717078408ec2fc1c916e78b135e3f6846a030df763655675a98ec2e362e8b859'],
  [
    'ports as docker run -p',
    (c) => c.ports('8080:80', '127.0.0.1::81', '[::1]:0:82/udp'),
    'ac66843369d495c125676d19adab4243fd2ee371e7a94126658cdf002fd07503',
  ],
  [
    'a port on all addresses',
    (c) => c.ports('0.0.0.0:443:443/tcp'),
    'a8dac9ec272b988a8a16717ede3b87ff2bde2014564d3b5b593dd204954c9e6d',
  ],
  [
    'ranges of ports',
    (c) => c.ports('8000-8010:80', '9000-9002:7000-7002/sctp'),
    'cc9d5181ed32823a5c8b97620fe4587b716c1fc39c9c5f12edc96029f544102b',
  ],
  [
    'ports as an object',
    (c) => c.ports({ '53/udp': 5353, 80: [{ hostPort: '8080-8090' }] }),
    '079ae9a64c576903dd8e640abc5f1f8d6f2a3c08af4bff77c64872d854ff6ee2',
  ],
  [
    'port bindings as the engine has them',
    (c) => c.portBindings({ '8080/tcp': [{ hostIp: '0.0.0.0', hostPort: '80' }, { hostPort: 81 }] }),
    '4cb40472348fdee6ae01a6761f49fe49ac2aa12284f95a11ada64ac951499293',
  ],
  [
    'a runtime',
    (c) => c.runtime('runsc'),
    'b80650e4a792f199f2804874e7f7c70e0931371d632a7ec1685bde25fd265c70',
  ],
  [
    'restarts unless stopped',
    (c) => c.restartPolicy('unless-stopped'),
    '1511ec7721139f736de2cd7a65f00de9d11a0528b4f147482fa89f0d8515b1c5',
  ],
  [
    'restarts on failure',
    (c) => c.restartPolicy('on-failure'),
    '39f986bd6faee63bfb599a7f789ff3134f146706d2417a233cf9807e78f7ec2d',
  ],
  [
    'five restarts',
    (c) => c.restartPolicy({ name: 'on-failure', maximumRetryCount: 5 }),
    '20996dda1434f48e0f62557d33b2474d809a89657c3e2e389b16cd4c440a0f44',
  ],
  [
    'no restarts, said',
    (c) => c.restartPolicy('no'),
    'a9e764164e17f19b3aeb3c26839e1e5cc465378dbf9c4bd5c5892a8354a271a5',
  ],
  [
    'extra hosts',
    (c) => c.extraHosts('db:10.0.0.1', 'host.docker.internal:host-gateway', { v6: '[::1]' }),
    '16f969c5f043f85fb1a0a98c914867104bb0553cac226fedcf6afa0b6a7d58fa',
  ],
  ['an init', (c) => c.init(), '2c383223f5a0761502211f6421cc8dba0e9535b2c4dd7b71a6d011dac7f1d2b3'],
  ['no init, said', (c) => c.init(false), '32f8faffc88959e5442f3dc47fa48bbe79c4272c45db5f087b3da5ed23ba7da8'],
  [
    'stop signal and timeout',
    (c) => c.stopSignal('int').stopTimeout('1m30s'),
    '8199be78dff8c470d61fed979ef343f46bbf6a407393fc848201b9308de9cfdf',
  ],
  [
    'a stop without a deadline',
    (c) => c.stopTimeout(-1),
    '838a8638ce8ed64f79a9d5a78265466ad49a8af9884a5ad47e8461a6e5f26d8e',
  ],
  [
    'a stop without patience',
    (c) => c.stopTimeout(0),
    '25a09a69632ac559cadf104417ed7578fdb9537ea6de21ae33d430f09d6570ed',
  ],
  [
    'dns',
    (c) => c.dns('1.1.1.1', '2606:4700:4700::1111'),
    'a17d6044c7a184c278b1853ea742c2dc3f4ea9f8b7c154e8e48a3769ae2d1f09',
  ],
  [
    'sysctls',
    (c) => c.sysctls({ 'net.core.somaxconn': 1024, 'net.ipv4.ip_forward': '1' }),
    '166b939e2da1d558d38dcbe337e3fc4a46a472de9a6dbe88f30739e5311c6b14',
  ],
  [
    'a log driver',
    (c) => c.logDriver('json-file', { 'max-size': '10m', 'max-file': '3' }),
    '876f6bc5977318ad8523176647dfffe6b131a57e9509256101be236cdb3a528d',
  ],
  [
    'a log driver without options',
    (c) => c.logDriver('none'),
    'eb79060de4cf0d226a43dc1d7ea77ea0467252a6585351b5e19716276f3041e6',
  ],
  [
    'a platform',
    (c) => c.platform('linux/arm64/v8'),
    '59d7f413732a0fced3777e03ebedffe677c8047cc700c4c84a4ee793481d3e37',
  ],
  [
    'auto-removal, a terminal, an open input',
    (c) => c.autoRemove().tty().openStdin(),
    '05f4d9f51ca6a0ab3211657c74e43190c4d567e1558b49f5a46989af49aba885',
  ],
  [
    'persistent',
    (c) => c.lifetime('persistent'),
    '65e13ba80c1eddddb28d99857f68e7c671851f10d3908eae708878830ff7c6d8',
  ],
  [
    'files with content',
    (c) =>
      c.files(
        { target: '/etc/app.conf', content: 'key = value\n' },
        { target: '/etc/logo', content: new Uint8Array([0, 255, 1]), mode: 0o600, uid: 5, gid: 6 },
        { target: '/run/secrets/token', content: { reveal: () => 's3cret' }, secret: true },
      ),
    '2194acea67df555f5c6ffaf43e0866895efb81f764cb7960910941514f8cb2e1',
  ],
  [
    'create options',
    (c) =>
      c
        .limits({ memory: '256m', pids: 10 })
        .labels({ a: '1' })
        .createOptions({
          Labels: { b: '2' },
          Domainname: 'local',
          HostConfig: { Memory: 4_194_304, Init: null, OomScoreAdj: -500, Annotations: { x: 'y' } },
        }),
    '1cc38e30791282ee90d32e1ee71249f0662d24578f4f6f0b76bf2cba9a2daabf',
  ],
  [
    'unsafe',
    (c) => c.createOptions({ User: '1' }).unsafe({ User: 2, HostConfig: { Future: [1, null] } }),
    '7d8e53e5c811e37344e2480b0e02c622584a83cd68b43ffc5eeffbc6d1c80709',
  ],
  [
    'what does not change a container',
    (c) =>
      c
        .name('cache')
        .pull('always')
        .onConflict('replace')
        .strict('warn')
        .keepOnFailure()
        .dependsOn('db', { seed: 'completed' })
        .readyWhen(ready.all(ready.port(80), ready.exit()))
        .readyTimeout('5m'),
    'a121661032f2589193b372c22558f989e29033e21e113b2644223f169577e41a',
  ],
  [
    'a whole service',
    (c) =>
      c
        .image('postgres:16.4')
        .name('db')
        .env({ POSTGRES_PASSWORD: { reveal: () => 's3cret' }, POSTGRES_DB: 'app' })
        .cmd(['postgres', '-c', 'max_connections=50'])
        .ports({ '5432/tcp': { hostIp: '127.0.0.1', hostPort: 0 } })
        .volumes('pg:/var/lib/postgresql/data')
        .tmpfs('/run')
        .networks({ name: 'back', aliases: ['db'] })
        .limits({ memory: '512m', cpus: 1, pids: 256 })
        .healthcheck({ test: ['pg_isready'], interval: '2s' })
        .restartPolicy('unless-stopped')
        .logDriver('local', { 'max-size': '10m' })
        .stopTimeout('30s')
        .user('999')
        .init()
        .capDrop('ALL')
        .securityOpt('no-new-privileges')
        .readOnlyRootfs()
        .labels({ team: 'data' })
        .readyWhen(ready.healthy())
        .lifetime('persistent'),
    '2bd569c0ca26dbb78107d82d47d441378b851840dc8100416435e3e4f6a59c89',
  ],
];

test.each(recorded)(
  'the hash of a spec with %s is the one of released versions',
  async (_what, describe, hash) => {
    expect(await specHash(describe(box).spec)).toBe(hash);
  },
);

test('the hash of a spec with files of the host is the one of released versions', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'docktopus-hash-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'app.conf'), 'key = value\n');
  await chmod(join(directory, 'app.conf'), 0o640);
  await chmod(directory, 0o750);
  const { spec } = box.files(
    { target: '/etc/app', source: directory, uid: 5 },
    { target: '/etc/app.conf', source: join(directory, 'app.conf'), mode: 0o600 },
  );
  expect(await specHash(spec)).toBe('3af494a411158528494acd2ada885cedcfa49c8d86f0f23e87b08f0d1f55a493');
});
