import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDocktopusError } from '../../errors/index.ts';
import { parseJsonFile, readIfThere } from '../../host/index.ts';
import { isRecord } from '../../json/index.ts';
import { newSha256 } from '../../text/index.ts';
import type { TlsMaterial } from './endpoint.ts';
import {
  chosenContext,
  type DockerCliContext,
  type EngineDiscovery,
  type Environment,
} from './engine-discovery.ts';
import { readDockerConfig } from './read-docker-config.ts';

/**
 * Reads what the Docker CLI would read; files that are not there are no problem.
 *
 * @param endpoint the one that was asked for: then no context counts, and none is read.
 */
export async function readEngineDiscovery(env: Environment, endpoint?: string): Promise<EngineDiscovery> {
  const home = env.HOME || homedir();
  const folder = dockerConfigFolder(env);
  const isGiven = endpoint !== undefined || Boolean(env.DOCKER_HOST);
  const currentContext = isGiven ? undefined : await readCurrentContext(folder);
  const chosen = isGiven ? undefined : chosenContext(env, currentContext);
  return {
    env,
    home,
    uid: process.getuid?.(),
    currentContext,
    context: chosen === undefined ? undefined : await readContext(folder, chosen.name),
    tls: await readTls(env, folder),
  };
}

/** Where the Docker CLI keeps its settings. */
export function dockerConfigFolder(env: Environment): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
}

async function readCurrentContext(folder: string): Promise<string | undefined> {
  const text = await readDockerConfig(join(folder, 'config.json'));
  if (text === undefined) return undefined;
  try {
    const { currentContext } = JSON.parse(text) as { currentContext?: unknown };
    return typeof currentContext === 'string' ? currentContext : undefined;
  } catch {
    // A file that is not there, not readable or not JSON chooses nothing; the Docker CLI goes on as well.
    return undefined;
  }
}

/** Contexts are kept under the SHA-256 of their name. */
async function readContext(folder: string, name: string): Promise<DockerCliContext> {
  const digest = newSha256().update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', digest, 'meta.json');
  const unusable = (problem: string) => ({ name, host: undefined, tls: undefined, problem });
  try {
    const text = await readIfThere(file, 'connectDocker');
    if (text === undefined) return unusable(`there is no such context: ${file}`);
    const meta = parseJsonFile(text, file, 'connectDocker');
    const docker = isRecord(meta) && isRecord(meta.Endpoints) ? meta.Endpoints.docker : undefined;
    const { Host: host, SkipTLSVerify: skipsVerify } = isRecord(docker) ? docker : {};
    const tls = await readPems(join(folder, 'contexts', 'tls', digest, 'docker'), skipsVerify !== true);
    return { name, host: typeof host === 'string' && host !== '' ? host : undefined, tls };
  } catch (error) {
    return unusable(problemWith(file, error));
  }
}

async function readTls(env: Environment, folder: string): Promise<TlsMaterial | string | undefined> {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS && !env.DOCKER_CERT_PATH) return undefined;
  const certificates = env.DOCKER_CERT_PATH || folder;
  try {
    // DOCKER_TLS alone is the Docker CLI's way to ask for encryption without a check of who answers.
    const verify = Boolean(env.DOCKER_TLS_VERIFY) || !env.DOCKER_TLS;
    const found = await readPems(certificates, verify);
    if (found !== undefined) return found;
    return env.DOCKER_CERT_PATH ? `there is no ca.pem, cert.pem or key.pem in ${certificates}` : { verify };
  } catch (error) {
    return problemWith(`the certificates in ${certificates}`, error);
  }
}

async function readPems(folder: string, verify: boolean): Promise<TlsMaterial | undefined> {
  const pem = (name: string) => readIfThere(join(folder, name), 'connectDocker');
  const [ca, cert, key] = await Promise.all([pem('ca.pem'), pem('cert.pem'), pem('key.pem')]);
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  return { verify, ca, cert, key };
}

function problemWith(what: string, error: unknown): string {
  if (isDocktopusError(error, 'config.invalid')) return `${error.subject} cannot be read: ${error.reason}`;
  if (isDocktopusError(error)) return `${error.subject}: ${error.reason}`;
  return `${what} cannot be read: ${(error as Error).message}`;
}
