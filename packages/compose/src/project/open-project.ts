import type { Docker } from '@docktopus/core';
import { loadWithEnvironment } from '../load/load-compose.ts';
import type { ComposeFile } from '../load/load-options.ts';
import { checkProjectOptions } from './check-project-options.ts';
import { ComposeProject } from './compose-project.ts';
import { ProjectEngine } from './project-engine.ts';
import { ProjectGuard } from './project-guard.ts';
import type { ComposeProjectOptions } from './project-options.ts';

/**
 * A project of Compose files on an engine. It belongs to its caller alone and stays until someone takes it down;
 * `@compose` makes one that a context takes care of.
 *
 * @throws DocktopusError `compose.invalid`, `compose.unsupported`, `spec.invalid` for the options
 */
export async function composeProject(
  docker: Docker,
  files: ComposeFile | readonly ComposeFile[],
  options: ComposeProjectOptions = {},
): Promise<ComposeProject> {
  checkProjectOptions(options);
  const { policy, ...load } = options;
  const loaded = await loadWithEnvironment(files, load);
  const guard = new ProjectGuard(docker, loaded, policy);
  const owner = { guard, labels: () => ({}), isOurs: () => false, endsElsewhere: () => undefined };
  return new ComposeProject(new ProjectEngine(owner, loaded));
}
