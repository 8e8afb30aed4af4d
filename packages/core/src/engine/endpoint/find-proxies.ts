import { join } from 'node:path';
import type { Environment } from './engine-discovery.ts';
import { type ProxySettings, proxySettings } from './proxy-settings.ts';
import { readDockerConfig } from './read-docker-config.ts';
import { dockerConfigFolder } from './read-engine-discovery.ts';

/** The proxies that the Docker CLI would give containers and builds. Read each time, as its credentials are. */
export async function findProxies({
  env,
  endpoint,
}: {
  readonly env: Environment;
  readonly endpoint: string;
}): Promise<ProxySettings> {
  const text = await readDockerConfig(join(dockerConfigFolder(env), 'config.json'));
  if (text === undefined) return {};
  try {
    return proxySettings(JSON.parse(text), endpoint);
  } catch {
    // A file that is not JSON sets nothing; a pull that needs its credentials says what is wrong with it.
    return {};
  }
}
