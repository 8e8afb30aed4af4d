import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { aptInstall, hasApt } from './apt.mjs';
import { say } from './say.mjs';

const PLACES = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'];
const CLIENT = '/usr/bin/ssh';
/** What Debian's packages ask before they start a service. */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Where OpenSSH's `sshd` is, installed with apt when it or the client is not there; throws with what to do when they
 * cannot be had. No service is started: a test that needs one starts it on its own port and with its own keys.
 *
 * @returns {string}
 */
export function ensureSshd() {
  const found = findSshd();
  if (found) return found;
  if (process.platform !== 'linux') throw new Error('an sshd is started on Linux only');
  if (process.getuid?.() !== 0) throw new Error('only root can install sshd; install openssh-server by hand');
  if (!hasApt()) throw new Error('there is no sshd and no apt to install it with; install OpenSSH');
  say('no sshd: installing openssh-server and openssh-client with apt, without starting a service');
  withoutServices(() => aptInstall(['openssh-server', 'openssh-client']));
  const installed = findSshd();
  if (!installed) throw new Error('apt reported success, but there is no sshd');
  return installed;
}

function findSshd() {
  return existsSync(CLIENT) ? PLACES.find((path) => existsSync(path)) : undefined;
}

/** @param {() => void} install */
function withoutServices(install) {
  const ours = !existsSync(POLICY);
  // 101: forbidden by policy.
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    if (ours) rmSync(POLICY);
  }
}
