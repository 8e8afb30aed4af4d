import type { Docker } from '@docktopus/core';
import { loadWithEnvironment } from '../load/load-compose.ts';
import type { ComposeFile, LoadComposeOptions } from '../load/load-options.ts';
import { ComposeProject } from './compose-project.ts';
import { ProjectEngine } from './project-engine.ts';

/**
 * A project of Compose files on an engine. It belongs to its caller alone and stays until someone takes it down;
 * `@compose` makes one that a context takes care of.
 *
 * @throws DocktopusError `compose.invalid`, `compose.unsupported`
 */
export async function composeProject(
  docker: Docker,
  files: ComposeFile | readonly ComposeFile[],
  options: LoadComposeOptions = {},
): Promise<ComposeProject> {
  const owner = { docker, labels: () => ({}), isOurs: () => false, endsElsewhere: () => undefined };
  return new ComposeProject(new ProjectEngine(owner, await loadWithEnvironment(files, options)));
}
