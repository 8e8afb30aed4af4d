import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TlsMaterial } from './endpoint.ts';
import {
  chosenContext,
  type DockerCliContext,
  type EngineDiscovery,
  type Environment,
} from './engine-discovery.ts';

/** Reads what the Docker CLI would read; files that are not there are no problem. */
export async function readEngineDiscovery(env: Environment): Promise<EngineDiscovery> {
  const home = env.HOME || homedir();
  const folder = dockerConfigFolder(env);
  const currentContext = await readCurrentContext(folder);
  const chosen = env.DOCKER_HOST ? undefined : chosenContext(env, currentContext);
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
  const text = await readIfThere(join(folder, 'config.json'));
  if (text === undefined) return undefined;
  try {
    const { currentContext } = JSON.parse(text) as { currentContext?: unknown };
    return typeof currentContext === 'string' ? currentContext : undefined;
  } catch {
    // A broken file chooses nothing; the Docker CLI warns and goes on, too.
    return undefined;
  }
}

/** Contexts are kept under the SHA-256 of their name. */
async function readContext(folder: string, name: string): Promise<DockerCliContext> {
  const digest = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', digest, 'meta.json');
  const text = await readIfThere(file);
  if (text === undefined)
    return { name, host: undefined, tls: undefined, problem: `there is no such context: ${file}` };
  try {
    const meta = JSON.parse(text) as { Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } } };
    const docker = meta.Endpoints?.docker;
    const tls = await readPems(
      join(folder, 'contexts', 'tls', digest, 'docker'),
      docker?.SkipTLSVerify !== true,
    );
    return { name, host: docker?.Host || undefined, tls };
  } catch (error) {
    return {
      name,
      host: undefined,
      tls: undefined,
      problem: `${file} cannot be read: ${(error as Error).message}`,
    };
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
    return `the certificates in ${certificates} cannot be read: ${(error as Error).message}`;
  }
}

async function readPems(folder: string, verify: boolean): Promise<TlsMaterial | undefined> {
  const pem = (name: string) => readIfThere(join(folder, name));
  const [ca, cert, key] = await Promise.all([pem('ca.pem'), pem('cert.pem'), pem('key.pem')]);
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  return { verify, ca, cert, key };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
