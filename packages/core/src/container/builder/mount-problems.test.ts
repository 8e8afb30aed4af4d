import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');

/** A builder as code without types sees it. */
type Untyped = { readonly [K in keyof ContainerBuilder]: (...values: readonly unknown[]) => Untyped };

/** The whole text of each problem that a call makes, in its order. */
const problems: readonly [call: (c: Untyped) => Untyped, ...texts: string[]][] = [
  [
    (c) => c.tmpfs('run'),
    'tmpfs[0]: got "run", expected an absolute path in the container, beginning with /',
  ],
  [
    (c) => c.tmpfs('/'),
    'tmpfs[0]: got "/", expected a path other than /, because / is the image\'s own file system',
  ],
  [
    (c) => c.tmpfs('/run:sizes=1m'),
    'tmpfs[0]: got "sizes=1m", expected a mount flag or one of size, mode, uid, gid, nr_inodes, nr_blocks, mpol with =value in place of \'sizes=1m\'',
  ],
  [
    (c) => c.tmpfs('/run:size=big'),
    'tmpfs[0]: got "size=big", expected a size such as 64m or 50% in place of \'size=big\'',
  ],
  [
    (c) => c.tmpfs('/run:mode=9'),
    'tmpfs[0]: got "mode=9", expected an octal mode such as 1777 in place of \'mode=9\'',
  ],
  [(c) => c.tmpfs('/run:uid=me'), 'tmpfs[0]: got "uid=me", expected a number for uid in place of \'uid=me\''],
  [(c) => c.tmpfs(5), "tmpfs[0]: got 5, expected '/path[:options]' or { '/path': options }"],
  [
    (c) => c.binds('data'),
    'binds[0]: got "data", expected an absolute path in the container, beginning with /',
  ],
  [
    (c) => c.binds('C:\\data:/data'),
    'binds[0]: got "C:\\\\data:/data", expected a path as the engine sees it, such as /mnt/c/data, because Windows paths are not supported',
  ],
  [
    (c) => c.binds('/a:/b:ro:z'),
    'binds[0]: got "/a:/b:ro:z", expected host-path:/path[:options], volume-name:/path[:options] or /path; a path with a colon needs the form { source, target }',
  ],
  [
    (c) => c.binds('/a:ro'),
    'binds[0]: got "/a:ro", expected host-path:/path[:options], volume-name:/path[:options] or /path; the mode \'ro\' goes after a source and a target',
  ],
  [
    (c) => c.binds('/a:b'),
    'binds[0]: got "/a:b", expected an absolute path in the container, beginning with /',
  ],
  [
    (c) => c.binds('/a:/b:sw'),
    'binds[0]: got "/a:/b:sw", expected at most one of each of rw|ro, z|Z, private|rprivate|shared|rshared|slave|rslave, consistent|cached|delegated, nocopy, separated by commas',
  ],
  [
    (c) => c.binds('/a:/b:nocopy'),
    'binds[0]: got "/a:/b:nocopy", expected a mode without nocopy, because only volumes can be filled from the image',
  ],
  [
    (c) => c.binds('~me:/b'),
    'binds[0]: got "~me:/b", expected ~ or ~/path; write the path of another user in full',
  ],
  [
    (c) => c.binds('src/x:/b'),
    'binds[0]: got "src/x:/b", expected a host path that begins with / or ./, such as ./src/x',
  ],
  [
    (c) => c.binds({ source: 'data', target: '/c' }),
    'binds[0].source: got "data", expected a path such as ./data; a volume goes into volumes()',
  ],
  [
    (c) => c.binds({}),
    'binds[0].source: got nothing, expected a path of the host',
    'binds[0].target: got nothing, expected an absolute path in the container',
  ],
  [
    (c) => c.binds({ source: '/a', target: '/c', selinux: 'z' }),
    'binds[0].selinux: got "z", expected no label unless createSource is true, because the engine labels only a source that it may create',
  ],
  [
    (c) => c.binds({ source: '/a:b', target: '/c', createSource: true }),
    'binds[0].createSource: got true, expected false for a path with a colon, because the engine separates the paths of such a bind by colons',
  ],
  [
    (c) => c.binds({ source: '/a', target: '/c', propagation: 'none' }),
    "binds[0].propagation: got \"none\", expected one of 'private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'",
  ],
  [
    (c) => c.volumes('/h:/c'),
    'volumes[0]: got "/h:/c", expected a volume such as data:/data; a host path goes into binds()',
  ],
  [
    (c) => c.volumes('d:/c'),
    'volumes[0]: got "d:/c", expected a path as the engine sees it, such as /mnt/c/data, because Windows paths are not supported',
  ],
  [
    (c) => c.volumes('data:/c:rslave'),
    'volumes[0]: got "data:/c:rslave", expected a mode without rslave, because that is for host paths only',
  ],
  [
    (c) => c.volumes({ name: 'x' }),
    'volumes[0].name: got "x", expected a volume name: two or more letters, digits, dots, underscores or hyphens, the first a letter or digit',
    'volumes[0].target: got nothing, expected an absolute path in the container',
  ],
  [
    (c) => c.volumes({ target: '/x', readOnly: true }),
    'volumes[0].readOnly: got true, expected false for an anonymous volume, because it starts empty and would stay so',
  ],
  [
    (c) => c.volumes({ target: '/x', driver: {} }),
    "volumes[0].driver.name: got nothing, expected a driver's name",
  ],
  [
    (c) => c.volumes({ target: '/x', name: '?' }),
    'volumes[0].name: got "?", expected a volume name: two or more letters, digits, dots, underscores or hyphens, the first a letter or digit',
  ],
  [
    (c) => c.volumesFrom('data:rx'),
    'volumesFrom[0]: got "data:rx", expected a container\'s name, with :ro after it if its volumes are only read',
  ],
  [
    (c) => c.mounts('/a:/b'),
    "mounts[0]: got \"/a:/b\", expected an object such as { type: 'tmpfs', target: '/run' }",
  ],
  [
    (c) => c.mounts({ target: '/a' }),
    "mounts[0].type: got undefined, expected one of 'bind', 'volume', 'tmpfs', 'image'",
  ],
  [
    (c) => c.mounts({ type: 'tmpfs', target: undefined, size: 'much' }),
    "mounts[0].size: got \"much\", expected bytes or a size such as '512m', '1.5g' or '64MiB'",
    'mounts[0].target: got undefined, expected an absolute path in the container',
  ],
  [
    (c) => c.mounts({ type: 'image', target: '/a' }),
    "mounts[0].source: got nothing, expected an image such as 'redis:7.4'",
  ],
];

test.each(problems)('%s is refused in words', (call, ...texts) => {
  const { issues } = call(box as unknown as Untyped) as unknown as ContainerBuilder;
  expect(issues.map(printIssue)).toEqual(texts);
});
