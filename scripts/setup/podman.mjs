import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { aptInstall, hasApt } from './apt.mjs';
import { say } from './say.mjs';

const PLACES = ['/usr/bin/podman', '/usr/local/bin/podman'];
/** Its package only recommends, or does not name, what an init and names of containers in a network need. */
const PACKAGES = ['podman', 'iptables', 'catatonit', 'golang-github-containernetworking-plugin-dnsname'];

/**
 * Where Podman is, installed with apt when it is not there; throws with what to do when it cannot be had. It is not
 * started: a test that needs one starts it on its own directories and socket.
 *
 * @returns {string}
 */
export function ensurePodman() {
  const found = findPodman();
  if (found && !isBeingInstalled()) return found;
  if (process.platform !== 'linux') throw new Error('Podman is started on Linux only');
  if (process.getuid?.() !== 0) throw new Error('only root can install Podman; install it by hand');
  if (!hasApt()) throw new Error('there is no podman and no apt to install it with; install Podman');
  say('no Podman: installing podman with apt');
  aptInstall(PACKAGES);
  const installed = findPodman();
  if (!installed) throw new Error('apt reported success, but there is no podman');
  return installed;
}

/** Whether another process is at it; apt then waits for that one. */
function isBeingInstalled() {
  const { status, stdout } = spawnSync('dpkg-query', ['--status', 'podman'], { encoding: 'utf8' });
  return status === 0 && !/^Status: .* installed$/m.test(stdout);
}

function findPodman() {
  return PLACES.find((path) => existsSync(path));
}
