import { request } from 'node:http';

/**
 * One request to the engine's HTTP API, without any dependency: set-up runs before there are any.
 *
 * @param {string} endpoint as in `DOCKER_HOST`: `unix:///path` or `tcp://host:port`
 * @param {string} method
 * @param {string} path
 * @param {{ body?: Uint8Array, timeoutMs?: number }} [options]
 * @returns {Promise<{ status: number, text: string }>}
 */
export function engineRequest(endpoint, method, path, { body, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/x-tar', 'content-length': body.length } : {};
    const call = request({ ...address(endpoint), method, path, headers, timeout: timeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer in ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end(body);
  });
}

/** @param {string} endpoint */
function address(endpoint) {
  const url = new URL(endpoint);
  if (url.protocol === 'unix:') return { socketPath: url.pathname };
  if (url.protocol === 'tcp:' || url.protocol === 'http:')
    return { host: url.hostname, port: url.port || 2375 };
  throw new Error(`${endpoint}: set-up speaks unix:// and tcp:// only`);
}
