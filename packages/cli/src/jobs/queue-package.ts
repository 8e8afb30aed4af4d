import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandFailure, EXIT } from '../output/index.ts';

type QueuePackage = typeof import('@docktopus/queue');

/**
 * `@docktopus/queue` of the project in `folder`, which is the version that its blueprint writes with, or else the one
 * beside this command.
 *
 * @throws CommandFailure with the line that installs it.
 */
export async function queuePackage(folder: string): Promise<QueuePackage> {
  const ofProject = pathInProject(folder);
  if (ofProject !== undefined) return (await import(pathToFileURL(ofProject).href)) as QueuePackage;
  try {
    return await import('@docktopus/queue');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandFailure(
      EXIT.configuration,
      'queue.not-installed',
      '@docktopus/queue, which opens stores of durable jobs, is not installed',
      'npm install @docktopus/queue',
    );
  }
}

function pathInProject(folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve('@docktopus/queue');
  } catch {
    // No project, or one without durable jobs.
    return undefined;
  }
}
