import { join } from 'node:path';
import { DocktopusError, warn } from '../../../errors/index.ts';
import { isRecord } from '../../../json/index.ts';
import type { EngineCalls } from '../../calls/engine-calls.ts';
import type { Environment } from '../../endpoint/engine-discovery.ts';
import { readDockerConfig } from '../../endpoint/read-docker-config.ts';
import { dockerConfigFolder } from '../../endpoint/read-engine-discovery.ts';
import { askHelper, HELPER_MS, NOT_INSTALLED } from './credential-helper.ts';
import { authSource, type DockerCliConfig } from './docker-cli-config.ts';
import type { RegistryAuth } from './registry-auth.ts';

/**
 * The credentials that the Docker CLI would use for `registry`; `undefined` for none. Read again each time: a log-in
 * during the program's life counts. It ends with the client, and so does a helper that it has started.
 */
export function findRegistryAuth(
  registry: string,
  calls: EngineCalls,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const call = { operation: 'images.auth', subject: registry, options: { signal }, defaultMs: HELPER_MS * 2 };
  return calls.run(call, (running) => find(registry, calls.env, running.signal));
}

async function find(
  registry: string,
  env: Environment,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const given = env.DOCKER_AUTH_CONFIG;
  if (given !== undefined && given.trim() !== '') {
    const { auths } = parsedConfig(given, 'DOCKER_AUTH_CONFIG');
    const source = authSource({ auths }, registry);
    if (source.from === 'file') return source.auth;
  }
  const file = join(dockerConfigFolder(env), 'config.json');
  const text = await readDockerConfig(file);
  const config = text === undefined ? {} : parsedConfig(text, file);
  const source = authSource(config, registry);
  if (source.from === 'nowhere') return undefined;
  if (source.from === 'file') return source.auth;
  const answer = await askHelper(source.helper, source.address, env, signal);
  if (answer !== NOT_INSTALLED) return answer;
  warnOfMissing(source.helper, file);
  const kept = authSource({ auths: config.auths }, registry);
  return kept.from === 'file' ? kept.auth : undefined;
}

const warnedOf = new Set<string>();

/** Public images need no credentials. */
function warnOfMissing(helper: string, file: string): void {
  if (warnedOf.has(helper)) return;
  warnedOf.add(helper);
  warn(
    `the credential helper docker-credential-${helper}, which ${file} names, is not installed: images are pulled without its credentials`,
    'DOCKTOPUS_CREDENTIAL_HELPER',
    'Install it on the PATH, or remove credsStore and credHelpers from the file',
  );
}

function parsedConfig(text: string, subject: string): DockerCliConfig {
  try {
    const config: unknown = JSON.parse(text);
    if (isRecord(config)) return config as DockerCliConfig;
  } catch {
    // The cause of a syntax error quotes the text, which holds secrets.
  }
  throw new DocktopusError('image.unauthorized', {
    operation: 'images.auth',
    subject,
    reason: 'it is not a JSON object',
    hint: 'Fix the file, or log in again with `docker login`',
  });
}
