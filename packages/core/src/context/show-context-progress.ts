import type { BlueprintEnvironment } from '../config/index.ts';
import type { Docker } from '../engine/index.ts';
import { showProgress } from '../progress/index.ts';

/** Shows the progress of a context's images on stderr as the setting `progress` says, until what it returns is disposed. */
export function showContextProgress(
  docker: Docker,
  { progress, testMode }: Pick<BlueprintEnvironment, 'progress' | 'testMode'>,
): Disposable {
  return showProgress(docker, { format: progress === 'auto' && testMode ? 'off' : progress });
}
