import { expect, test } from 'vitest';
import { layerOf, ownContainerHints } from './own-container-hints.ts';

const A = 'e2db5302ddf9447fcbefbe8524ed1c97559a3cf7547fb83c34ccff4fae66b53f';
const B = '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9';
const LAYER = '4d9100eaa389aa66af8a6ea1a8d45d5ccea223b7dd0dbee74b003e19306dd08f';

const overlay = `79 50 0:39 / / rw,relatime master:4 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/65VQ:/var/lib/docker/overlay2/l/YKUQ,upperdir=/var/lib/docker/overlay2/${LAYER}/diff,workdir=/var/lib/docker/overlay2/${LAYER}/work`;
const files = (folder: string, fileSystem = 'ext4 /dev/vda rw') =>
  ['resolv.conf', 'hostname', 'hosts']
    .map((file, at) => `${96 + at} 79 254:0 ${folder}/${file} /etc/${file} rw,relatime - ${fileSystem}`)
    .join('\n');

/** As the kernel wrote them, but for lines that say nothing. */
const recorded: Readonly<
  Record<string, { cgroup: string; mountinfo: string; ids: readonly string[]; layer?: string }>
> = {
  'Docker 20.10 with cgroups of version 1': {
    cgroup: `9:name=systemd:/docker/${A}\n8:pids:/docker/${A}\n0::/docker/${A}\n`,
    mountinfo: `${overlay}\n${files(`/var/lib/docker/containers/${A}`)}\n`,
    ids: [A],
    layer: `${LAYER}/diff`,
  },
  'Docker with cgroups of version 1 and systemd': {
    cgroup: `12:pids:/system.slice/docker-${A}.scope\n1:name=systemd:/system.slice/docker-${A}.scope\n`,
    mountinfo: '',
    ids: [A],
  },
  'Docker with cgroups of version 2, where each container sees its own root': {
    cgroup: '0::/\n',
    mountinfo: `${overlay}\n${files(`/var/lib/docker/containers/${A}`)}\n`,
    ids: [A],
    layer: `${LAYER}/diff`,
  },
  'Docker with cgroups of version 2 of the host': {
    cgroup: `0::/system.slice/docker-${A}.scope\n`,
    mountinfo: '',
    ids: [A],
  },
  'Docker on btrfs, in a directory of its own': {
    cgroup: '0::/\n',
    mountinfo: `612 590 0:52 /@docker/btrfs/subvolumes/${LAYER} / rw,relatime - btrfs /dev/sda2 rw,ssd\n${files(`/@docker/containers/${A}`)}\n`,
    ids: [A],
  },
  'Docker Desktop': {
    cgroup: '0::/\n',
    mountinfo: `${files(`/docker/containers/${A}`, 'ext4 /dev/vda1 rw,discard')}\n`,
    ids: [A],
  },
  'rootless Docker': {
    cgroup: '0::/\n',
    mountinfo: `${files(`/home/me/.local/share/docker/containers/${A}`)}\n`,
    ids: [A],
  },
  Podman: {
    cgroup: `0::/machine.slice/libpod-${A}.scope/container\n`,
    mountinfo: `831 820 0:24 /containers/storage/overlay-containers/${A}/userdata/.containerenv /run/.containerenv rw,nosuid,nodev - tmpfs tmpfs rw,mode=755\n`,
    ids: [A],
  },
  'rootless Podman': {
    cgroup: '0::/\n',
    mountinfo: `831 820 0:67 /containers/overlay-containers/${A}/userdata/hostname /etc/hostname rw,nosuid,nodev - tmpfs tmpfs rw,uid=1000\n`,
    ids: [A],
  },
  'a container that uses the network of another one': {
    cgroup: '0::/\n',
    mountinfo: `${overlay}\n${files(`/var/lib/docker/containers/${B}`)}\n`,
    ids: [B],
    layer: `${LAYER}/diff`,
  },
  'a container in a container': {
    cgroup: `5:devices:/docker/${B}/docker/${A}\n`,
    mountinfo: files(`/var/lib/docker/containers/${A}`),
    ids: [A, B],
  },
  'a pod of Kubernetes': {
    cgroup: '0::/\n',
    mountinfo: `1301 1280 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${A}/hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw\n1302 1280 8:1 /var/lib/kubelet/pods/8c2e4d0a-6f8f-4f5f-8a53-6f2d7e2f6a10/etc-hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw\n`,
    ids: [A],
  },
  'a host that runs containers': {
    cgroup: '0::/user.slice/user-1000.slice/session-3.scope\n',
    mountinfo: `27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n57 27 0:4 net:[4026532178] /run/docker/netns/${A.slice(0, 12)} rw - nsfs nsfs rw\n61 27 0:39 / /var/lib/docker/overlay2/${LAYER}/merged rw - overlay overlay rw,upperdir=/var/lib/docker/overlay2/${LAYER}/diff\n62 27 0:50 / /var/lib/docker/containers/${A}/mounts/shm rw - tmpfs shm rw\n`,
    ids: [],
  },
  'a system without /proc': { cgroup: '', mountinfo: '', ids: [] },
};

test.each(Object.entries(recorded))('%s', (_, { cgroup, mountinfo, ids, layer }) => {
  expect(ownContainerHints({ cgroup, mountinfo, hostname: 'app' })).toEqual({
    ids,
    shortId: undefined,
    layer,
  });
});

test('a host name that is twelve hexadecimal digits may be a short id', () => {
  const of = (hostname: string) => ownContainerHints({ cgroup: '', mountinfo: '', hostname }).shortId;
  expect([of('e2db5302ddf9'), of('e2db5302ddf'), of('web-1')]).toEqual([
    'e2db5302ddf9',
    undefined,
    undefined,
  ]);
});

test('a layer is known by the end of its path, since the engine mounts long lists of layers from within their folder', () => {
  expect(layerOf(`/var/lib/docker/overlay2/${LAYER}/diff`)).toBe(layerOf(`${LAYER}/diff`));
});
