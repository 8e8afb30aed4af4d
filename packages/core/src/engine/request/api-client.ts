import { Readable } from 'node:stream';
import type { Ending } from '../../scope/index.ts';
import { engineHttpError, VERSION_REFUSED } from '../transport/engine-http-error.ts';
import type { EngineResponse, EngineTransport } from '../transport/engine-transport.ts';
import { HttpTransport } from '../transport/http-transport.ts';
import { readAll, readRefusal } from '../transport/read-all.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiVersions } from './api-versions.ts';
import { toHttpRequest } from './to-http-request.ts';

/** Sends requests in the API version that was agreed on, and in another one when the engine no longer speaks it. */
export class ApiClient {
  readonly #transport: EngineTransport;
  readonly #versions: ApiVersions;

  constructor(transport: EngineTransport, versions: ApiVersions) {
    this.#transport = transport;
    this.#versions = versions;
  }

  /**
   * The answer to `request` when the engine agrees: its status is 2xx, or 101 for an upgrade.
   *
   * @throws EngineHttpError with what the engine says when it refuses; any error of the transport untranslated.
   */
  async send(request: ApiRequest, ending: Ending): Promise<EngineResponse> {
    const { apiVersion } = this.#versions;
    const response = await this.#request(request, apiVersion, ending);
    return hasAgreed(response, request) ? response : this.#sendAgain(response, request, apiVersion, ending);
  }

  /** As {@link send}, with the whole body of the answer. */
  async exchange(request: ApiRequest, ending: Ending): Promise<Buffer> {
    return readAll((await this.send(request, ending)).body);
  }

  /** A request that was refused for its version has changed nothing, and is sent again in another one. */
  async #sendAgain(
    { status, body }: EngineResponse,
    request: ApiRequest,
    apiVersion: string,
    ending: Ending,
  ): Promise<EngineResponse> {
    const refusal = engineHttpError(status, await readRefusal(body));
    const ofVersion = VERSION_REFUSED.test(refusal.reason);
    if (!ofVersion || !(await this.#versions.renegotiate(apiVersion, ending.signal))) throw refusal;
    // Part of a stream is gone by now.
    if (request.body instanceof Readable) throw refusal;
    const response = await this.#request(request, this.#versions.apiVersion, ending);
    if (hasAgreed(response, request)) return response;
    throw engineHttpError(response.status, await readRefusal(response.body));
  }

  #request(request: ApiRequest, apiVersion: string, ending: Ending): Promise<EngineResponse> {
    const sent = toHttpRequest(request, apiVersion);
    if (this.#transport instanceof HttpTransport) return this.#transport.send(sent, ending);
    return this.#transport.request({ ...sent, signal: ending.signal });
  }
}

function hasAgreed({ status }: EngineResponse, { upgrade }: ApiRequest): boolean {
  return (status >= 200 && status < 300) || (status === 101 && upgrade === true);
}
