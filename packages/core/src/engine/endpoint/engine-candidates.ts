import { printEndpoint } from './endpoint.ts';
import type { Environment } from './engine-discovery.ts';
import { placesToTry } from './places.ts';
import { readEngineDiscovery } from './read-engine-discovery.ts';

/** A place where an engine is looked for, and who says so: `DOCKER_HOST`, a context of the Docker CLI, `default`. */
export interface EngineCandidate {
  readonly source: string;
  /** As in `DOCKER_HOST`; `undefined` when the source names none. */
  readonly endpoint: string | undefined;
  /** What is wrong with what the source says. */
  readonly problem: string | undefined;
}

/** Where `connectDocker` looks for an engine, in this order: the first that answers is taken. */
export async function engineCandidates(
  endpoint?: string | undefined,
  env: Environment = process.env,
): Promise<readonly EngineCandidate[]> {
  return placesToTry(endpoint, await readEngineDiscovery(env)).map((place) =>
    'endpoint' in place
      ? { source: place.source, endpoint: printEndpoint(place.endpoint), problem: undefined }
      : { source: place.source, endpoint: undefined, problem: place.problem },
  );
}
