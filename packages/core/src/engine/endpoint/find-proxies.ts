import { join } from 'node:path';
import type { Environment } from './engine-discovery.ts';
import { type ProxySettings, proxySettings } from './proxy-settings.ts';
import { readDockerConfig } from './read-docker-config.ts';
import { dockerConfigFolder } from './read-engine-discovery.ts';

interface OfClient {
  readonly env: Environment;
  readonly endpoint: string;
}

/** The proxies that the Docker CLI would give containers and builds, as the file says when a client first asks. */
export function findProxies(client: OfClient): Promise<ProxySettings> {
  const known = found.get(client) ?? readProxies(client);
  found.set(client, known);
  return known;
}

/** Read once: a create must not wait for a file each time. */
const found = new WeakMap<OfClient, Promise<ProxySettings>>();

async function readProxies({ env, endpoint }: OfClient): Promise<ProxySettings> {
  const text = await readDockerConfig(join(dockerConfigFolder(env), 'config.json'));
  if (text === undefined) return {};
  try {
    return proxySettings(JSON.parse(text), endpoint);
  } catch {
    // A file that is not JSON sets nothing; a pull that needs its credentials says what is wrong with it.
    return {};
  }
}
