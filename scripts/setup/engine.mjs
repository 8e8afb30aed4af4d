import { startDockerd } from './dockerd.mjs';
import { endpointIsGiven, engineEndpoints } from './engine-endpoints.mjs';
import { engineRequest } from './engine-request.mjs';

/**
 * The engine that is reachable, or one that this starts; an engine that exists is never changed.
 * Rejects with what was tried and what to do when there can be none.
 *
 * @returns {Promise<{ endpoint: string, version: string, started: boolean }>}
 */
export async function ensureEngine() {
  const found = await findEngine();
  if (found) return { ...found, started: false };
  const tried = engineEndpoints().join(', ');
  if (endpointIsGiven()) throw new Error(`no engine answers at ${tried}, which the environment asks for`);

  const endpoint = 'unix:///var/run/docker.sock';
  await startDockerd(endpoint, async () => (await pingEngine(endpoint)) !== undefined).catch((error) => {
    throw new Error(`no engine answers at ${tried}, and none could be started: ${error.message}`);
  });
  const started = await findEngine();
  if (!started) throw new Error(`the engine that was started at ${endpoint} went away`);
  return { ...started, started: true };
}

/** @returns {Promise<{ endpoint: string, version: string } | undefined>} */
export async function findEngine() {
  for (const endpoint of engineEndpoints()) {
    const version = await pingEngine(endpoint);
    if (version !== undefined) return { endpoint, version };
  }
  return undefined;
}

/**
 * The version of the engine at this endpoint, or undefined when none answers.
 *
 * @param {string} endpoint
 * @returns {Promise<string | undefined>}
 */
async function pingEngine(endpoint) {
  try {
    const { status, text } = await engineRequest(endpoint, 'GET', '/version', { timeoutMs: 5_000 });
    return status === 200 ? JSON.parse(text).Version : undefined;
  } catch {
    return undefined;
  }
}
