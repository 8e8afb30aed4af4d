// The few calls that the watcher makes, over node:http alone, which is loaded when there is something to remove.

/**
 * Where the engine is: what `node:http`, or with `tls` `node:https`, takes.
 *
 * @typedef {object} EngineAddress
 * @property {string} [socketPath]
 * @property {string} [host]
 * @property {number} [port]
 * @property {{ ca?: string, cert?: string, key?: string, rejectUnauthorized?: boolean, servername?: string }} [tls]
 */

const CALL_TIMEOUT_MS = 30_000;
const AT_ONCE = 4;

/**
 * Removes every container, with its anonymous volumes, every network and every volume that ends with the session.
 *
 * @param {import('./watcher-main.mjs').WatcherTask} task
 * @returns {Promise<number>} how many there were
 */
export async function removeLeftovers({ engine, label, sessionLifetimeLabel }) {
  const filters = encodeURIComponent(JSON.stringify({ label: [label, sessionLifetimeLabel] }));
  /** @type {{ Id: string }[]} */
  const containers = await ask(engine, `/containers/json?all=true&filters=${filters}`);
  await each(containers, ({ Id }) => remove(engine, `/containers/${Id}?force=true&v=true`));
  /** @type {{ Id: string }[]} */
  const networks = await ask(engine, `/networks?filters=${filters}`);
  await each(networks, ({ Id }) => remove(engine, `/networks/${Id}`));
  /** @type {{ Volumes: { Name: string }[] | null }} */
  const { Volumes: volumes } = await ask(engine, `/volumes?filters=${filters}`);
  await each(volumes ?? [], ({ Name }) => remove(engine, `/volumes/${Name}`));
  return containers.length + networks.length + (volumes?.length ?? 0);
}

/**
 * @param {EngineAddress} engine
 * @param {string} path
 * @returns {Promise<any>}
 */
async function ask(engine, path) {
  const { status, body } = await call(engine, 'GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status}`);
  return JSON.parse(body);
}

/**
 * @param {EngineAddress} engine
 * @param {string} path
 */
async function remove(engine, path) {
  const { status } = await call(engine, 'DELETE', path);
  // 409: someone else is removing it; 403: a network whose last container is just going. The next look will tell.
  if (![200, 204, 404, 409, 403].includes(status)) throw new Error(`DELETE ${path}: ${status}`);
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<void>} act
 */
async function each(items, act) {
  const rest = [...items];
  const work = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/**
 * @param {EngineAddress} engine
 * @param {'GET' | 'DELETE'} method
 * @param {string} path
 * @returns {Promise<{ status: number, body: string }>}
 */
async function call({ tls, ...address }, method, path) {
  const { request: open } = await (tls === undefined ? import('node:http') : import('node:https'));
  const options = {
    ...address,
    ...tls,
    method,
    path,
    agent: false,
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  };
  return new Promise((resolve, reject) => {
    const request = open(options);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}
