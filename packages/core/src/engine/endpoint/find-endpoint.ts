import type { Docker } from '../docker.ts';
import { type Endpoint, printEndpoint } from './endpoint.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { placesToTry } from './places.ts';
import { readSurroundings } from './read-surroundings.ts';
import type { Environment } from './surroundings.ts';

/**
 * Where a client's engine listens, certificates included, for something that connects by itself.
 *
 * `undefined` for an engine that is reached in another way, such as one in memory.
 */
export async function findEndpoint(
  docker: Pick<Docker, 'endpoint'>,
  env: Environment = process.env,
): Promise<Endpoint | undefined> {
  const surroundings = await readSurroundings(env);
  const places = [...placesToTry(docker.endpoint, surroundings), ...placesToTry(undefined, surroundings)];
  const known = places.flatMap((place) => ('endpoint' in place ? [place.endpoint] : []));
  const found = known.find((endpoint) => printEndpoint(endpoint) === docker.endpoint);
  if (found !== undefined) return found;
  const parsed = parseEndpoint(docker.endpoint);
  return typeof parsed === 'string' ? undefined : parsed;
}
