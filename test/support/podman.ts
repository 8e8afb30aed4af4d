import { connectDocker, type Docker } from '@docktopus/core';
import { BUSYBOX_IMAGE } from '../../scripts/setup/images.mjs';
import { type PodmanService, startPodmanService } from './podman-service.ts';

/** A Podman of a test's own, and a client of it. */
export interface OwnPodman extends PodmanService {
  readonly docker: Docker;
  /** The busybox image, as Podman calls it. */
  readonly image: string;
}

export async function startPodman(): Promise<OwnPodman> {
  const service = await startPodmanService();
  const { endpoint } = service;
  try {
    const docker = await connectDocker({ endpoint, timeoutMs: 60_000 });
    const { RepoTags } = await docker.images.inspect(BUSYBOX_IMAGE);
    return {
      docker,
      endpoint,
      // The same image under its full name.
      image: RepoTags?.[0] ?? BUSYBOX_IMAGE,
      async [Symbol.asyncDispose]() {
        await docker.close();
        await service[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}
