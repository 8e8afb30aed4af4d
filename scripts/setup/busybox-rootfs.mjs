import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aptUnpack } from './apt.mjs';
import { runCommand } from './run-command.mjs';
import { tar } from './tar.mjs';

/**
 * The root file system of the busybox image: Debian's static busybox, fetched and unpacked but not
 * installed, every applet linked in its usual place, two users, and a /tmp.
 *
 * @param {string} cacheDirectory
 */
export function busyboxRootfs(cacheDirectory) {
  mkdirSync(cacheDirectory, { recursive: true });
  // A separate folder: several processes may be making the image, each for another engine.
  const folder = mkdtempSync(join(cacheDirectory, 'busybox-'));
  try {
    return rootfsOf(fetchBusybox(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} busybox the program */
function rootfsOf(busybox) {
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

/** @param {string} folder */
function fetchBusybox(folder) {
  const unpacked = aptUnpack('busybox-static', folder);
  // Debian has moved it from /bin to /usr/bin in newer releases.
  return join(unpacked, readdirSync(unpacked).includes('bin') ? 'bin' : 'usr/bin', 'busybox');
}

/** @param {string} value */
function text(value) {
  return Buffer.from(value);
}
