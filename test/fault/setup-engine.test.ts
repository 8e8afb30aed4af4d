import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** A separate machine: network, mounts and processes, with nothing of Docker's but its programs. */
const machine = `
  set -e
  mount -t tmpfs tmpfs /run && mkdir -p /run/docker/containerd
  mount -t tmpfs tmpfs /var/lib/docker
  mount -t tmpfs tmpfs /var/log
  ip link set lo up
`;

const ensureTwice = `node --input-type=module -e "
  import { ensureEngine } from './scripts/setup/engine.mjs';
  const first = await ensureEngine();
  const second = await ensureEngine();
  console.log(JSON.stringify([first.started, second.started]));
"`;

test('set-up starts an engine over the pid files and the bridge of one that was killed', async ({ skip }) => {
  skip(process.getuid?.() !== 0 || !existsSync('/usr/bin/unshare'), 'needs root and unshare');
  skip(!existsSync('/usr/sbin/ip') && !existsSync('/sbin/ip'), 'needs iproute2');
  skip(!existsSync('/usr/sbin/dockerd') && !existsSync('/usr/bin/dockerd'), 'needs dockerd');
  const leftovers = `
    ip link add docker0 type bridge && ip addr add 10.99.0.1/24 dev docker0
    sleep 1000 & echo $! | tee /run/docker.pid > /run/docker/containerd/containerd.pid
  `;
  const env = { ...process.env, DOCKER_HOST: '', DOCKTOPUS_TEST_ENGINE: '' };
  const args = ['-nmpf', '--mount-proc', '--propagation', 'private', 'bash', '-c'];
  const { stdout } = await run('unshare', [...args, machine + leftovers + ensureTwice], { env });
  // The second call found the engine of the first and started nothing.
  expect(JSON.parse(stdout)).toEqual([true, false]);
});
