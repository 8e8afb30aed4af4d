import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where an engine may be, most wanted first, each written as in `DOCKER_HOST`. An endpoint that somebody
 * asked for is the only one: set-up must not quietly use another engine than the one named.
 *
 * @returns {string[]}
 */
export function engineEndpoints(env = process.env) {
  const wanted = givenEndpoint(env);
  if (wanted) return [wanted];
  return [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
  ].map((path) => `unix://${path}`);
}

/** Whether the endpoint was asked for by name, so that starting another engine would be wrong. */
export function endpointIsGiven(env = process.env) {
  return Boolean(givenEndpoint(env));
}

/** @param {NodeJS.ProcessEnv} env */
function givenEndpoint({ DOCKTOPUS_TEST_ENGINE: wanted, DOCKER_HOST: host }) {
  // The test kit's two words for an engine are no endpoints.
  return (wanted !== 'docker' && wanted !== 'fake' && wanted) || host;
}
