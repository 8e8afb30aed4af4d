import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineRequest } from '../../scripts/setup/engine-request.mjs';
import { ensureImages } from '../../scripts/setup/images.mjs';
import { ensurePodman } from '../../scripts/setup/podman.mjs';
import { makePodmanFolder, removePodmanFolder, storageIn, sweepPodmanFolders } from './podman-folder.ts';

/**
 * A Podman of a test's own: its storage, its networks and its socket are in a folder that goes with it.
 *
 * Nothing here needs the packages: vitest's global set-up would look for their build.
 */
export interface PodmanService extends AsyncDisposable {
  readonly endpoint: string;
}

/** Why there can be no Podman here, or `undefined`. Under `CI=true` a missing one is a failure instead. */
export function podmanObstacle(): string | undefined {
  try {
    if (process.getuid?.() !== 0) throw new Error('starting a private Podman needs root');
    ensurePodman();
    return undefined;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** Starts Podman's service, with the busybox image in it. */
export async function startPodmanService(): Promise<PodmanService> {
  const program = ensurePodman();
  sweepPodmanFolders(program);
  const folder = await makePodmanFolder();
  const endpoint = `unix://${join(folder, 'podman.sock')}`;
  const service = spawn(program, [...storageIn(folder), 'system', 'service', '--time', '0', endpoint], {
    stdio: 'ignore',
    // Where it is, it leaves a file for each container that is killed for lack of memory.
    cwd: folder,
    env: { ...process.env, ...(await settingsIn(folder)) },
  });
  const ended = new Promise<void>((resolve) => service.once('exit', () => resolve()));
  const stop = async () => {
    service.kill('SIGTERM');
    await ended;
    removePodmanFolder(program, folder);
  };
  try {
    await firstAnswer(service, endpoint);
    await ensureImages(endpoint);
    return { endpoint, [Symbol.asyncDispose]: stop };
  } catch (error) {
    const failures = [error];
    await Promise.resolve()
      .then(stop)
      .catch((failure: unknown) => failures.push(failure));
    throw failures.length === 1 ? error : new AggregateError(failures, String(error));
  }
}

/** The variables that name Podman's settings, which are in its folder. */
async function settingsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const [containers, registries] = [join(folder, 'containers.conf'), join(folder, 'registries.conf')];
  // Podman asks for more open files than a process may have in many containers and build machines.
  await writeFile(containers, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n');
  // Docker speaks to registries of this machine without TLS; here 127.0.0.1 has to be named, which works as a wildcard.
  await writeFile(registries, '[[registry]]\nprefix = "*.0.0.1"\ninsecure = true\n');
  return { CONTAINERS_CONF: containers, CONTAINERS_REGISTRIES_CONF: registries };
}

async function firstAnswer(service: ChildProcess, endpoint: string): Promise<void> {
  const end = Date.now() + 90_000;
  for (;;) {
    try {
      await engineRequest(endpoint, 'GET', '/_ping');
      return;
    } catch (error) {
      if (Date.now() > end || service.exitCode !== null) throw error;
      await sleep(100);
    }
  }
}
