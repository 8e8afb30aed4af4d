import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Container, container, DockerContext, ready } from '@docktopus/core';
import { hostError, onHost } from '@docktopus/core/kit';
import type { Rows } from './bench.ts';

class Migrated extends DockerContext {
  @container<Migrated>((c) => c.image('busybox:1.36').cmd(['sh', '-c', 'exit 3']).strict('off'))
  readonly migrations!: Container;
  @container<Migrated>((c) => c.image('busybox:1.36').dependsOn({ migrations: 'completed' }).strict('off'))
  readonly app!: Container;
}

/** What Node says when a file of this machine cannot be read. */
function hostTrouble(errno: string): never {
  const error = Object.assign(new Error(`${errno}: open '/data/x'`), {
    code: errno,
    errno: -1,
    path: '/data/x',
  });
  throw hostError(error, { operation: 'config', path: '/data/x', to: 'read' });
}

/** One representative of each code of containers and files. */
export const containerRows: Rows = {
  'container.not-found': [
    ({ docker }) => Container.fromId(docker, 'absent'),
    'container.fromId absent: No such container: absent',
  ],
  'container.not-created': [
    (bench) => bench.box().slot().exec(['true']),
    'container.exec box: the container has not been created, or was removed. Call create() or start() first',
  ],
  'container.not-running': [
    async (bench) => (await bench.box().create()).exec(['true']),
    'container.exec box: Container <id> is not running',
  ],
  'container.running': [
    async (bench) => (await bench.running()).remove(),
    [
      'container.remove box: it is running. Stop it first, or pass force: true',
      '  caused by engine.removeContainer <id>: You cannot remove a running container <id>. Stop the container before attempting removal or force remove. Stop it first, or remove it with force',
    ].join('\n'),
  ],
  'container.exited': [
    (bench) => bench.connect(Migrated),
    'context.start migrations: it ended with exit code 3, and others wait for its completion. Look at its logs',
  ],
  'container.start-failed': [
    (bench) => bench.box('echo no configuration >&2; exit 3').readyWhen(ready.log('open')).slot().start(),
    [
      'container.start box: it ended with exit code 3. The last lines of its output:',
      '  no configuration',
      '  caused by container.start box: it exited with code 3 before it was ready',
    ].join('\n'),
  ],
  'container.not-ready': [
    (bench) => bench.box().readyWhen(ready.log('open')).slot().start({ timeoutMs: 100 }),
    [
      'container.start box: it was not ready within 100 ms; log("open"): no line has matched. Look at its output, or give it more time with timeoutMs',
      '  caused by container.start box: no answer within 100 ms. Raise timeoutMs, or find out what it waits for',
    ].join('\n'),
  ],
  'container.removed': [
    async (bench) => {
      const { id = '' } = await bench.running();
      const box = await Container.fromId(bench.docker, id);
      const left = box.until(({ exitCode }) => exitCode === 7);
      await Promise.all([left, bench.docker.engine.removeContainer(id, { force: true })]);
    },
    'container.until box: it was removed, or its client closed, before the condition held',
  ],
  'exec.not-found': [
    async (bench) => {
      const box = await bench.running();
      await bench.refused('startExec', 404, 'No such exec instance: f00d', () => box.exec(['true']));
    },
    'container.exec box: No such exec instance: f00d',
  ],
  'exec.output-too-large': [
    async (bench) => (await bench.running()).exec(['seq', '1000'], { maxOutputBytes: 10 }),
    "container.exec box: the command wrote more than 10 bytes. Raise maxOutputBytes, set overflow: 'truncate', or read it with execStream()",
  ],
  'name.in-use': [
    async (bench) => {
      await bench.box().create();
      await bench.box('other').onConflict('error').create();
    },
    [
      "container.create box: the name 'box' is taken by an earlier container (<short id>). Set onConflict to 'adopt' or 'replace', or remove it",
      '  caused by engine.createContainer box: Conflict. The container name "/box" is already in use by container "<id>". You have to remove (or rename) that container to be able to reuse that name. Remove or rename the other container, or choose another name',
    ].join('\n'),
  ],
  'port.in-use': [
    (bench) =>
      bench.refused(
        'startContainer',
        500,
        'driver failed programming external connectivity on endpoint box: Bind for 127.0.0.1:8080 failed: port is already allocated',
        () => bench.box().ports('8080:80').slot().start(),
      ),
    'container.start box: driver failed programming external connectivity on endpoint box: Bind for 127.0.0.1:8080 failed: port is already allocated. Choose another host port, or 0 for a free one',
  ],
  'port.not-published': [
    async (bench) => (await bench.running()).port(80),
    'container.port box: the port 80/tcp is not published. No port is: publish it with ports()',
  ],
  'port.unreachable': [
    async (bench) => {
      const box = await bench.box().ports(80).create();
      await box.start({ until: 'started' });
      const vantage = () => Promise.resolve({ at: 'elsewhere', host: 'build.example' });
      const elsewhere = new Proxy(bench.docker, {
        get: (docker, key) => (key === 'vantage' ? vantage : Reflect.get(docker, key, docker)),
      });
      await (await Container.fromId(elsewhere, box.id!)).port(80);
    },
    "container.port box: port 80/tcp is published on 127.0.0.1 of the engine's host, which only that host reaches, and this process runs on another machine. Publish it on an address of the engine's host that this process reaches, with ports({ '80/tcp': { hostIp: '<address>' } })",
  ],
  'disk.full': [
    ({ folder }) =>
      onHost({ operation: 'container.copyFrom', subject: 'box', path: folder, to: 'write' }, () =>
        writeFile('/dev/full', 'x'),
      ),
    'container.copyFrom box: <folder> cannot be written: no space is left on the disk of this machine (ENOSPC). Make room there, or choose a path on another disk',
  ],
  'path.denied': [
    () => hostTrouble('EACCES'),
    'config /data/x: it cannot be read: this user may not (EACCES). Give the user that this process runs as the permission, or choose another path',
  ],
  'path.invalid': [
    () => hostTrouble('EISDIR'),
    'config /data/x: it cannot be read: it is a directory (EISDIR). Name a file',
  ],
  'path.failed': [
    () => hostTrouble('EMFILE'),
    'config /data/x: it cannot be read: this process has too many files open (EMFILE). Raise its limit, such as with ulimit -n',
  ],
  'path.not-found': [
    async (bench) => (await bench.box().create()).copyTo(join(bench.folder, 'absent'), '/x'),
    'container.copyTo <folder>/absent: it cannot be read: there is no such file or directory on this machine (ENOENT). Check the path: a relative one begins at the working directory',
  ],
  'path.in-use': [
    async (bench) => (await bench.running()).copyFrom('/etc/hostname', bench.folder),
    'container.copyFrom box: <folder> exists already. Choose another path, or pass overwrite: true',
  ],
  'archive.unsafe': [
    async (bench) => {
      await symlink('/etc/passwd', join(bench.folder, 'link'));
      await (await bench.box().create()).copyTo(bench.folder, '/x');
    },
    `container.copy "<folder>/link": it is a link to an absolute path. links: 'skip' leaves such links out, links: 'keep' copies them as they are`,
  ],
};
