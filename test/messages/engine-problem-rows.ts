import { connectDocker, type Policy } from '@docktopus/core';
import { hostError } from '@docktopus/core/kit';
import { negotiateApiVersion } from '../../packages/core/src/engine/version/negotiate.ts';
import type { Bench, Rows } from './bench.ts';

/** What Node says when a file of this machine cannot be read. */
function hostTrouble(errno: string): never {
  const error = Object.assign(new Error(`${errno}: open '/data/x'`), { code: errno, path: '/data/x' });
  throw hostError(error, { operation: 'config', path: '/data/x', to: 'read' });
}

/** What the engine says to a create, and how it is passed on. */
const engineSays =
  (words: string, status = 500) =>
  (bench: Bench) =>
    bench.refused('createContainer', status, words, () =>
      bench.docker.engine.createContainer({ Image: 'busybox:1.36' }),
    );

/** A create call that is held against a policy. */
const judged =
  (body: object, policy: Policy = {}) =>
  async ({ fake }: Bench) => {
    await using docker = await connectDocker({ transport: fake, policy });
    await docker.engine.createContainer({ Image: 'busybox:1.36', ...body }, { name: 'box' });
  };

/** Problems of policies, engines and files of this machine that no other test prints: what is given, and the whole text that its reader gets. */
export const engineProblemRows: Rows = {
  'a policy: devices that are no list': [
    judged({ HostConfig: { Devices: 'all' } }),
    [
      'policy.refused: policy box: 1 problem',
      '  HostConfig.Devices: got "all", expected a list of devices',
    ].join('\n'),
  ],
  'a policy: mounts that are no list': [
    judged({ HostConfig: { Mounts: 'all' } }),
    [
      'policy.refused: policy box: 1 problem',
      '  HostConfig.Mounts: got "all", expected a list of mounts',
    ].join('\n'),
  ],
  'a policy: the socket of an engine': [
    judged({ HostConfig: { Binds: ['/var/run/docker.sock:/s'] } }, { binds: ['/'] }),
    [
      'policy.refused: policy box: 1 problem',
      '  HostConfig.Binds[0]: got "/var/run/docker.sock", expected a path without an engine in it, because a process that reaches the socket of an engine controls its host; policy: { engineSocket: true } allows it',
    ].join('\n'),
  ],
  'a policy: a volume with a colon in its path': [
    judged({ Volumes: { '/a:/b': {} } }),
    [
      'policy.refused: policy box: 1 problem',
      '  Volumes: got "/a:/b", expected a path in the container',
    ].join('\n'),
  ],
  'a policy: capabilities that are no list': [
    judged({ HostConfig: { CapAdd: 'ALL' } }),
    [
      'policy.refused: policy box: 1 problem',
      '  HostConfig.CapAdd: got "ALL", expected a list of texts',
    ].join('\n'),
  ],
  'a policy: a field that it does not know': [
    judged({ HostConfig: { Quota: 1 } }),
    [
      'policy.refused: policy box: 1 problem',
      "  HostConfig.Quota: got 1, expected no such field, because the policy does not know it; policy: { fields: ['HostConfig.Quota'] } allows it",
    ].join('\n'),
  ],
  'an engine that is too old': [
    () => negotiateApiVersion({ newest: '1.20', oldest: '1.12', wanted: undefined }),
    'engine.unsupported: connectDocker: the engine speaks API 1.12 to 1.20, and Docktopus 1.40 to 1.52. Update the engine: Docker 19.03 and Podman 3 are new enough',
  ],
  'an engine that is too new': [
    () => negotiateApiVersion({ newest: '9.9', oldest: '9.0', wanted: undefined }),
    'engine.unsupported: connectDocker: the engine speaks API 9.0 to 9.9, and Docktopus 1.40 to 1.52. Update Docktopus; until then DOCKER_API_VERSION=9.0 tries it all the same',
  ],
  'an engine without space': [
    engineSays('write /x: no space left on device'),
    "disk.full: engine.createContainer: write /x: no space left on device. Free some space on the engine's disk",
  ],
  'a mount of a directory onto a file': [
    engineSays('error mounting "/a" to rootfs at "/b": not a directory'),
    'path.not-found: engine.createContainer: error mounting "/a" to rootfs at "/b": not a directory. The engine creates a directory where a source is missing: remove that directory, and create the file first',
  ],
  'a program that cannot be run': [
    engineSays('OCI runtime create failed: exec: "x": executable file not found'),
    'container.start-failed: engine.createContainer: OCI runtime create failed: exec: "x": executable file not found. Check the command, and that the program is in the image and executable',
  ],
  'an API version that the engine no longer speaks': [
    engineSays('client version 1.12 is too old. Minimum supported API version is 1.24', 400),
    'engine.unsupported: engine.createContainer: client version 1.12 is too old. Minimum supported API version is 1.24. Leave DOCKER_API_VERSION and the option apiVersion unset; if the engine has just been updated, call again',
  ],
  'a network without addresses': [
    engineSays("no available IPv4 addresses on this network's address pools"),
    "network.no-addresses: engine.createContainer: no available IPv4 addresses on this network's address pools. Remove containers from the network, choose another address, or create the network with a larger subnet",
  ],
  'a bind of a path that is missing': [
    engineSays('bind source path does not exist: /x', 400),
    "path.not-found: engine.createContainer: bind source path does not exist: /x. Create it on the engine's host first; the short form of binds() creates a directory where there is none",
  ],
  'a file of this machine: EPERM': [
    () => hostTrouble('EPERM'),
    [
      'path.denied: config /data/x: it cannot be read: the system does not permit it (EPERM). Give the user that this process runs as the permission, or choose another path',
      "  caused by Error: EPERM: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EROFS': [
    () => hostTrouble('EROFS'),
    [
      'path.denied: config /data/x: it cannot be read: its file system is read-only (EROFS). Choose a path that can be written',
      "  caused by Error: EROFS: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EEXIST': [
    () => hostTrouble('EEXIST'),
    [
      'path.in-use: config /data/x: it cannot be read: something is there already (EEXIST). Remove it, or choose another path',
      "  caused by Error: EEXIST: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: ENOTEMPTY': [
    () => hostTrouble('ENOTEMPTY'),
    [
      'path.in-use: config /data/x: it cannot be read: the directory that is there is not empty (ENOTEMPTY). Remove it, or choose another path',
      "  caused by Error: ENOTEMPTY: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EBUSY': [
    () => hostTrouble('EBUSY'),
    [
      'path.in-use: config /data/x: it cannot be read: something uses it, such as a mount (EBUSY). Remove it, or choose another path',
      "  caused by Error: EBUSY: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: ETXTBSY': [
    () => hostTrouble('ETXTBSY'),
    [
      'path.in-use: config /data/x: it cannot be read: a program is running from it (ETXTBSY). Remove it, or choose another path',
      "  caused by Error: ETXTBSY: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EDQUOT': [
    () => hostTrouble('EDQUOT'),
    [
      'disk.full: config /data/x: it cannot be read: the disk quota of this user is used up (EDQUOT). Make room there, or choose a path on another disk',
      "  caused by Error: EDQUOT: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EFBIG': [
    () => hostTrouble('EFBIG'),
    [
      'disk.full: config /data/x: it cannot be read: the file is larger than its file system allows (EFBIG). Make room there, or choose a path on another disk',
      "  caused by Error: EFBIG: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: ELOOP': [
    () => hostTrouble('ELOOP'),
    [
      'path.invalid: config /data/x: it cannot be read: its links form a circle (ELOOP). Name the file itself',
      "  caused by Error: ELOOP: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: ENAMETOOLONG': [
    () => hostTrouble('ENAMETOOLONG'),
    [
      'path.invalid: config /data/x: it cannot be read: the name is too long (ENAMETOOLONG). Choose a shorter one',
      "  caused by Error: ENAMETOOLONG: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: ENFILE': [
    () => hostTrouble('ENFILE'),
    [
      'path.failed: config /data/x: it cannot be read: this machine has too many files open (ENFILE). Close some programs',
      "  caused by Error: ENFILE: open '/data/x'",
    ].join('\n'),
  ],
  'a file of this machine: EIO': [
    () => hostTrouble('EIO'),
    [
      'path.failed: config /data/x: it cannot be read: its disk has failed (EIO). Look at the kernel log',
      "  caused by Error: EIO: open '/data/x'",
    ].join('\n'),
  ],
};
