import type { EngineVersion } from '../model/engine-version.ts';
import { engineHttpError } from '../transport/engine-http-error.ts';
import type { EngineResponse, EngineTransport } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';
import { negotiateApiVersion } from './negotiate.ts';

/** Whatever answers may be no engine. */
const MOST_BYTES = 1024 * 1024;

/**
 * Asks who is there, and agrees on an API version: with one question, without a version in its path. An engine that takes no
 * such question any longer says its version in the answer to a ping, and is asked in that one.
 *
 * @throws whatever the transport throws, and `engine.unsupported` for an engine that is too old or too new.
 */
export async function identifyEngine(
  transport: EngineTransport,
  wantedApiVersion: string | undefined,
  signal: AbortSignal,
): Promise<EngineVersion> {
  const get = async (path: string) => {
    const response = await transport.request({ method: 'GET', path, headers: {}, signal });
    const body = await readAll(response.body, MOST_BYTES);
    return { status: response.status, headers: response.headers, body };
  };
  let answer = await get('/version');
  if (answer.status >= 400 && answer.status < 500) {
    const newest = (await get('/_ping')).headers['api-version'];
    if (newest) answer = await get(`/v${newest}/version`);
  }
  const { status, headers, body } = answer;
  if (status !== 200) throw engineHttpError(status, body);
  const said = (JSON.parse(body.toString('utf8')) ?? {}) as VersionAnswer;
  const newest = headers['api-version'] || said.ApiVersion;
  // Other servers answer JSON as well; every engine says its version.
  if (typeof newest !== 'string') throw new SyntaxError('the answer names no version of the API');
  return {
    engine: engineKind(headers),
    version: said.Version ?? 'unknown',
    apiVersion: negotiateApiVersion({ newest, oldest: said.MinAPIVersion, wanted: wantedApiVersion }),
    os: headers.ostype ?? said.Os ?? 'linux',
    arch: said.Arch ?? 'unknown',
  };
}

interface VersionAnswer {
  readonly Version?: string;
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
  readonly Os?: string;
  readonly Arch?: string;
}

/** Which engine it is, by the `Server` header of its answers: `Docker/20.10.24 (linux)`, `Libpod/4.3.1 (linux)`. */
export function engineKind(headers: EngineResponse['headers']): EngineVersion['engine'] {
  const server = headers.server ?? '';
  if (headers['x-docktopus-fake'] !== undefined || server.startsWith('Docktopus-Fake/')) return 'fake';
  return server.startsWith('Libpod/') || headers['libpod-api-version'] !== undefined ? 'podman' : 'docker';
}
