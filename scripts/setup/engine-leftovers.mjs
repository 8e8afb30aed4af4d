import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/**
 * Clears what an engine that was killed leaves behind and a new one trips over: pid files whose number
 * now belongs to another process, and its bridge. Does nothing while an engine runs in our network.
 *
 * @param {string} pidFile
 */
export function removeLeftovers(pidFile) {
  removeStalePidFile(pidFile, 'dockerd');
  removeStalePidFile('/var/run/docker/containerd/containerd.pid', 'containerd');
  if (!bridgeIsIdle('docker0') || engineRunsInOurNetwork()) return;
  try {
    runCommand('ip', ['link', 'delete', 'docker0']);
  } catch {
    // Without iproute2 the bridge stays; the engine takes it over unless its addresses have changed.
  }
}

/** @param {string} file @param {string} program */
function removeStalePidFile(file, program) {
  if (existsSync(file) && programOf(readFileSync(file, 'utf8').trim()) !== program) rmSync(file);
}

/** @param {string} pid */
function programOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} bridge */
function bridgeIsIdle(bridge) {
  const ports = `/sys/class/net/${bridge}/brif`;
  return existsSync(ports) && readdirSync(ports).length === 0;
}

function engineRunsInOurNetwork() {
  const ours = networkOf('self');
  return readdirSync('/proc').some(
    (pid) => /^\d+$/.test(pid) && programOf(pid) === 'dockerd' && networkOf(pid) === ours,
  );
}

/** @param {string} pid */
function networkOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
