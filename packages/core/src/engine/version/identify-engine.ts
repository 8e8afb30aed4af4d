import type { EngineVersion } from '../model/engine-version.ts';
import { engineHttpError } from '../transport/engine-http-error.ts';
import type { EngineResponse, EngineTransport } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';
import { isSpoken, negotiateApiVersion } from './negotiate.ts';

/** Whatever answers may be no engine. */
const MOST_BYTES = 1024 * 1024;

/** `Docker/20.10.24 (linux)`, `Libpod/4.3.1 (linux)`. */
const SERVER = /^[\w-]+\/(\S+)(?: \((\w+)\))?$/;

/**
 * Asks who is there, and agrees on an API version. The answer to a ping says all that is needed, in a tenth of the time that
 * `/version` takes: for that, Docker runs other programs. An engine whose ping says less, or that speaks more than we know,
 * is asked for its version, in the API that it speaks itself.
 *
 * @throws whatever the transport throws, and `engine.unsupported` for an engine that is too old or too new.
 */
export async function identifyEngine(
  transport: EngineTransport,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<EngineVersion> {
  const get = async (path: string) => {
    const response = await transport.request({ method: 'GET', path, headers: {}, signal });
    const body = await readAll(response.body, MOST_BYTES);
    return { status: response.status, headers: response.headers, body };
  };
  const ping = await get('/_ping');
  if (ping.status >= 500) throw engineHttpError(ping.status, ping.body);
  const spoken = ping.headers['api-version'];
  const [, version, os] = SERVER.exec(ping.headers.server ?? '') ?? [];
  if (ping.status === 200 && spoken && version && !wanted && isSpoken(spoken)) {
    return {
      engine: engineKind(ping.headers),
      version,
      apiVersion: spoken,
      os: ping.headers.ostype ?? os ?? 'linux',
    };
  }
  const { status, headers, body } = await get(spoken ? `/v${spoken}/version` : '/version');
  if (status !== 200) throw engineHttpError(status, body);
  const said = (JSON.parse(body.toString('utf8')) ?? {}) as VersionAnswer;
  const newest = headers['api-version'] || said.ApiVersion;
  // Other servers answer JSON as well; every engine says its version.
  if (typeof newest !== 'string') throw new SyntaxError('the answer names no version of the API');
  return {
    engine: engineKind(headers),
    version: said.Version ?? 'unknown',
    apiVersion: negotiateApiVersion({ newest, oldest: said.MinAPIVersion, wanted }),
    os: headers.ostype ?? said.Os ?? 'linux',
  };
}

interface VersionAnswer {
  readonly Version?: string;
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
  readonly Os?: string;
}

/** Which engine it is, by the `Server` header of its answers: `Docker/20.10.24 (linux)`, `Libpod/4.3.1 (linux)`. */
export function engineKind(headers: EngineResponse['headers']): EngineVersion['engine'] {
  const server = headers.server ?? '';
  if (headers['x-docktopus-fake'] !== undefined || server.startsWith('Docktopus-Fake/')) return 'fake';
  return server.startsWith('Libpod/') || headers['libpod-api-version'] !== undefined ? 'podman' : 'docker';
}
