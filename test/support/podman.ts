import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDocker, type Docker } from '@docktopus/core';
import { ensurePodman } from '../../scripts/setup/podman.mjs';
import { busyboxImage, engineEndpoint } from './engine.ts';
import { makePodmanFolder, removePodmanFolder, storageIn, sweepPodmanFolders } from './podman-folder.ts';

/** A Podman of this test's own: its storage, its networks and its socket are in a folder that goes with it. */
export interface OwnPodman extends AsyncDisposable {
  readonly docker: Docker;
  readonly endpoint: string;
  /** The busybox image, as Podman calls it. */
  readonly image: string;
}

/** Why there can be no Podman here, or `undefined`. Under `CI=true` a missing one is a failure instead. */
export function podmanObstacle(): string | undefined {
  try {
    if (process.getuid?.() !== 0) throw new Error('a Podman of its own needs root');
    ensurePodman();
    return undefined;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** Starts Podman's service, and copies the busybox image from the engine under test into it. */
export async function startPodman(): Promise<OwnPodman> {
  const program = ensurePodman();
  sweepPodmanFolders(program);
  const folder = await makePodmanFolder();
  const endpoint = `unix://${join(folder, 'podman.sock')}`;
  // Podman asks for more open files than a process may have in many containers and build machines.
  const settings = join(folder, 'containers.conf');
  await writeFile(settings, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n');
  const service = spawn(program, [...storageIn(folder), 'system', 'service', '--time', '0', endpoint], {
    stdio: 'ignore',
    env: { ...process.env, CONTAINERS_CONF: settings },
  });
  const ended = new Promise<void>((resolve) => service.once('exit', () => resolve()));
  const stop = async () => {
    service.kill('SIGTERM');
    await ended;
    removePodmanFolder(program, folder);
  };
  try {
    const docker = await firstAnswer(service, endpoint);
    const image = await copyBusybox(docker);
    return {
      docker,
      endpoint,
      image,
      async [Symbol.asyncDispose]() {
        await docker.close();
        await stop();
      },
    };
  } catch (error) {
    const failures = [error];
    await Promise.resolve()
      .then(stop)
      .catch((failure: unknown) => failures.push(failure));
    throw failures.length === 1 ? error : new AggregateError(failures, String(error));
  }
}

async function firstAnswer(service: ChildProcess, endpoint: string): Promise<Docker> {
  const end = Date.now() + 90_000;
  for (;;) {
    try {
      return await connectDocker({ endpoint, timeoutMs: 60_000 });
    } catch (error) {
      if (Date.now() > end || service.exitCode !== null) throw error;
      await sleep(100);
    }
  }
}

async function copyBusybox(podman: Docker): Promise<string> {
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  const [loaded] = await podman.images.load(await docker.images.save([busyboxImage()]));
  // A name without a registry is Podman's own.
  return loaded ?? `localhost/${busyboxImage()}`;
}
