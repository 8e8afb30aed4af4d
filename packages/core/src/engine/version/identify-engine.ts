import type { EngineVersion } from '../model/engine-version.ts';
import { engineHttpError } from '../transport/engine-http-error.ts';
import type { EngineResponse, EngineTransport } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';
import { negotiateApiVersion } from './negotiate.ts';

/** Whatever answers may be no engine. */
const MOST_BYTES = 1024 * 1024;

/**
 * Asks who is there, and agrees on an API version. The first question goes without a version, which every engine
 * answers; the second with the engine's own newest, which it speaks in any case.
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
    if (response.status !== 200) throw engineHttpError(response.status, body);
    return { headers: response.headers, text: body.toString('utf8') };
  };
  const { headers } = await get('/_ping');
  const told = headers['api-version'];
  const said = JSON.parse((await get(told ? `/v${told}/version` : '/version')).text) as VersionAnswer;
  const newest = told || said.ApiVersion;
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
