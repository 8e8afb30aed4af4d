import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { aptInstall, hasApt } from './apt.mjs';
import { removeLeftovers } from './engine-leftovers.mjs';
import { say } from './say.mjs';

const LOG_FILE = '/var/log/docktopus-dockerd.log';
const PID_FILE = '/var/run/docker.pid';

/**
 * Installs Debian's `docker.io` when there is no `dockerd`, and starts one in a separate session with its
 * output in a file, so that it outlives this process and holds none of its pipes. Left running on purpose.
 *
 * @param {string} endpoint
 * @param {() => Promise<boolean>} answers
 */
export async function startDockerd(endpoint, answers) {
  if (process.platform !== 'linux') throw new Error('install and start Docker Desktop or another engine');
  if (process.getuid?.() !== 0) {
    throw new Error(
      'only root can start one; start the Docker service, or join its group (sudo usermod -aG docker $USER)',
    );
  }
  if (!findDockerd()) {
    if (!hasApt()) throw new Error('there is no dockerd and no apt to install it with; install Docker');
    say('no Docker engine: installing docker.io with apt');
    aptInstall(['docker.io', 'iptables', 'iproute2', 'ca-certificates']);
    // Where there is an init system, the package has started the service already.
    if (await until(answers, () => existsSync('/run/systemd/system'), 20_000)) return;
  }
  removeLeftovers(PID_FILE);
  const log = openSync(LOG_FILE, 'a');
  const child = spawn(findDockerd() ?? 'dockerd', ['--host', endpoint, '--pidfile', PID_FILE], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  let exited = false;
  child.on('exit', () => (exited = true));
  child.on('error', () => (exited = true));
  child.unref();
  // Two set-ups at once start two of these; the second leaves at the pid file of the first.
  const ready = await until(answers, () => !exited || existsSync(PID_FILE), 60_000);
  if (!ready) throw new Error(`dockerd did not come up; the end of ${LOG_FILE}:\n  ${lastLines(LOG_FILE)}`);
  say(`started dockerd: log ${LOG_FILE}, pid file ${PID_FILE}; it is left running`);
}

function findDockerd() {
  return ['/usr/bin/dockerd', '/usr/sbin/dockerd', '/usr/local/bin/dockerd'].find((path) => existsSync(path));
}

/**
 * @param {() => Promise<boolean>} condition
 * @param {() => boolean} worthWaiting
 * @param {number} timeoutMs
 */
async function until(condition, worthWaiting, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    if (!worthWaiting()) return condition();
    await sleep(150);
  }
  return false;
}

/** @param {string} file */
function lastLines(file) {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-6).join('\n  ');
}
