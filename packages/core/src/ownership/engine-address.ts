import type { Endpoint } from '../engine/index.ts';
import type { EngineAddress } from './watcher-engine.mjs';

/** How the watcher reaches an engine; `undefined` when it cannot, because that takes more than `node:http`. */
export function engineAddress(endpoint: Endpoint | undefined): EngineAddress | undefined {
  if (endpoint === undefined || endpoint.kind === 'ssh') return undefined;
  if (endpoint.kind === 'unix') return { socketPath: endpoint.path };
  const { host, port, tls } = endpoint;
  if (tls === undefined) return { host, port };
  const { verify, ...material } = tls;
  const given = Object.entries(material).filter(([, pem]) => pem !== undefined);
  return { host, port, tls: { rejectUnauthorized: verify, ...Object.fromEntries(given) } };
}
