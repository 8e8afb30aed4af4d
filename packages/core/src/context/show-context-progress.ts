import type { BlueprintEnvironment } from '../config/index.ts';
import type { Docker, Images } from '../engine/index.ts';
import { showProgress } from '../progress/index.ts';

/** Contexts may share a connection, and a pull over it is shown once. */
const shown = new WeakSet<Images>();

/** Shows the progress of a context's images on stderr as the setting `progress` says, as long as its connection is open. */
export function showContextProgress(
  docker: Docker,
  { progress, testMode }: Pick<BlueprintEnvironment, 'progress' | 'testMode'>,
): void {
  const format = progress === 'auto' && testMode ? 'off' : progress;
  if (format === 'off' || shown.has(docker.images)) return;
  shown.add(docker.images);
  showProgress(docker, { format });
}
