import type { Docker } from '../docker.ts';
import { type Endpoint, printEndpoint } from '../endpoint/endpoint.ts';
import type { Environment } from '../endpoint/engine-discovery.ts';
import { parseEndpoint } from '../endpoint/parse-endpoint.ts';
import { placesToTry } from '../endpoint/places.ts';
import { readEngineDiscovery } from '../endpoint/read-engine-discovery.ts';

/**
 * Where a client's engine listens, certificates included, for something that connects by itself.
 *
 * `undefined` for an engine that is reached in another way, such as one in memory.
 */
export async function findEndpoint(
  docker: Pick<Docker, 'endpoint'>,
  env: Environment = process.env,
): Promise<Endpoint | undefined> {
  const discovery = await readEngineDiscovery(env);
  const places = [...placesToTry(docker.endpoint, discovery), ...placesToTry(undefined, discovery)];
  const known = places.flatMap((place) => ('endpoint' in place ? [place.endpoint] : []));
  const found = known.find((endpoint) => printEndpoint(endpoint) === docker.endpoint);
  if (found !== undefined) return found;
  const parsed = parseEndpoint(docker.endpoint);
  return typeof parsed === 'string' ? undefined : parsed;
}
