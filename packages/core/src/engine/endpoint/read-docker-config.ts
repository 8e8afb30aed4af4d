import { isDocktopusError, warn } from '../../errors/index.ts';
import { readIfThere } from '../../host/index.ts';

const warnedOf = new Set<string>();

/**
 * The text of the Docker CLI's `config.json`; `undefined` if there is none, or none that this user may read: then this
 * goes on without it as the CLI does, and says so once.
 */
export async function readDockerConfig(file: string): Promise<string | undefined> {
  try {
    return await readIfThere(file, 'config.json');
  } catch (error) {
    if (!isDocktopusError(error)) throw error;
    if (!warnedOf.has(file)) {
      warnedOf.add(file);
      warn(`${file} is left out: ${error.reason}`, 'DOCKTOPUS_DOCKER_CONFIG', error.hint ?? '');
    }
    return undefined;
  }
}
