import { join } from 'node:path';
import { DocktopusError } from '../../../errors/index.ts';
import type { Environment } from '../../endpoint/engine-discovery.ts';
import { readDockerConfig } from '../../endpoint/read-docker-config.ts';
import { dockerConfigFolder } from '../../endpoint/read-engine-discovery.ts';
import { askHelper } from './credential-helper.ts';
import { authSource, type DockerCliConfig } from './docker-cli-config.ts';
import type { RegistryAuth } from './registry-auth.ts';

/**
 * The credentials that the Docker CLI would use for `registry`; `undefined` for none. Read again each time: a log-in
 * during the program's life counts.
 */
export async function findRegistryAuth(
  registry: string,
  env: Environment,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const source = authSource(await readConfig(join(dockerConfigFolder(env), 'config.json')), registry);
  if (source.from === 'nowhere') return undefined;
  return source.from === 'file' ? source.auth : askHelper(source.helper, source.address, env, signal);
}

async function readConfig(file: string): Promise<DockerCliConfig> {
  const text = await readDockerConfig(file);
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as DockerCliConfig;
  } catch {
    // The cause of a syntax error quotes the file, which holds secrets.
    throw new DocktopusError('image.unauthorized', {
      operation: 'images.auth',
      subject: file,
      reason: 'the file is not JSON',
      hint: 'Repair it, or log in again with `docker login`',
    });
  }
}
