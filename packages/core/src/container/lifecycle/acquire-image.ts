import type { Docker } from '../../engine/index.ts';
import type { Deadline } from '../../scope/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';

/** Pulls the spec's image; several at once are one pull. */
export async function acquireImage(docker: Docker, spec: ContainerSpec, deadline: Deadline): Promise<void> {
  await docker.images.pull(spec.image, {
    platform: spec.platform,
    signal: deadline.signal,
    timeoutMs: Number.isFinite(deadline.remainingMs()) ? deadline.remainingMs() : undefined,
  });
}
