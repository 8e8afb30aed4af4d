import { Readable } from 'node:stream';
import { EngineHttpError, engineHttpError, VERSION_REFUSED } from '../transport/engine-http-error.ts';
import type { EngineResponse, EngineTransport } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiVersions } from './api-versions.ts';
import { toEngineRequest } from './to-engine-request.ts';

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
  async send(request: ApiRequest, signal: AbortSignal): Promise<EngineResponse> {
    const { apiVersion } = this.#versions;
    try {
      return await this.#sendIn(apiVersion, request, signal);
    } catch (error) {
      // A request that is refused for its version has changed nothing.
      const refused = error instanceof EngineHttpError && VERSION_REFUSED.test(error.reason);
      if (!refused || !(await this.#versions.renegotiate(apiVersion, signal))) throw error;
      // Part of a stream is gone by now.
      if (request.body instanceof Readable) throw error;
      return await this.#sendIn(this.#versions.apiVersion, request, signal);
    }
  }

  async #sendIn(apiVersion: string, request: ApiRequest, signal: AbortSignal): Promise<EngineResponse> {
    const response = await this.#transport.request(toEngineRequest(request, apiVersion, signal));
    const { status, body } = response;
    const agreed = (status >= 200 && status < 300) || (status === 101 && request.upgrade === true);
    if (!agreed) throw engineHttpError(status, await readAll(body));
    return response;
  }
}
