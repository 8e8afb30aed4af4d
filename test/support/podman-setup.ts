import type { TestProject } from 'vitest/node';
import { BUSYBOX_IMAGE } from '../../scripts/setup/images.mjs';
import { startPodmanService } from './podman-service.ts';
import { podmanSuiteDifferences } from './podman-suite-differences.ts';

/** Vitest's global set-up for `npm run test:podman`: one Podman for all projects, which goes with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const podman = await startPodmanService();
  project.provide('engine', { available: true, endpoint: podman.endpoint });
  project.provide('busyboxImage', BUSYBOX_IMAGE);
  project.provide('differences', podmanSuiteDifferences);
  return async () => {
    await podman[Symbol.asyncDispose]();
  };
}
