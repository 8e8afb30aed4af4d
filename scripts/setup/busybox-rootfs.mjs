import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aptDownload } from './apt.mjs';
import { runCommand } from './run-command.mjs';
import { tar } from './tar.mjs';

/**
 * The root file system of the busybox image: Debian's static busybox, fetched and unpacked but not
 * installed, every applet linked in its usual place, two users, and a /tmp.
 *
 * @param {string} cacheDirectory
 */
export function busyboxRootfs(cacheDirectory) {
  const busybox = fetchBusybox(cacheDirectory);
  const applets = runCommand(busybox, ['--list-full']).trim().split('\n');
  return tar([
    ...directories.map((path) => ({ path, directory: /** @type {const} */ (true) })),
    { path: 'tmp', directory: true, mode: 0o1777 },
    { path: 'bin/busybox', content: readFileSync(busybox), mode: 0o755 },
    ...applets
      .map((path) => path.replace(/^\//, ''))
      .filter((path) => path !== 'bin/busybox' && path.includes('/') && !path.startsWith('linuxrc'))
      .map((path) => ({ path, link: '/bin/busybox' })),
    {
      path: 'etc/passwd',
      content: text('root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'),
    },
    { path: 'etc/group', content: text('root:x:0:\nnogroup:x:65534:\n') },
  ]);
}

const directories = [
  'bin',
  'sbin',
  'usr',
  'usr/bin',
  'usr/sbin',
  'etc',
  'root',
  'var',
  'var/www',
  'home',
  'mnt',
];

/** @param {string} cacheDirectory */
function fetchBusybox(cacheDirectory) {
  rmSync(cacheDirectory, { recursive: true, force: true });
  mkdirSync(cacheDirectory, { recursive: true });
  aptDownload('busybox-static', cacheDirectory);
  const file = readdirSync(cacheDirectory).find((name) => name.endsWith('.deb'));
  if (!file) throw new Error('apt-get download busybox-static left no file');
  runCommand('dpkg-deb', ['-x', join(cacheDirectory, file), join(cacheDirectory, 'unpacked')]);
  const unpacked = join(cacheDirectory, 'unpacked');
  // Debian has moved it from /bin to /usr/bin in newer releases.
  const folder = readdirSync(unpacked).includes('bin') ? 'bin' : 'usr/bin';
  return join(unpacked, folder, 'busybox');
}

/** @param {string} value */
function text(value) {
  return Buffer.from(value);
}
