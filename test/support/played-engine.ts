import { Readable } from 'node:stream';
import type { EngineRequest, EngineResponse, EngineTransport } from '@docktopus/core/engine';
import { answerAsOf } from './played-answers.ts';

/** An engine that is played: what it calls itself, and the API versions that it speaks. */
export interface PlayedVersion {
  /** `'29.0.0'` */
  readonly engine: string;
  readonly oldest: string;
  readonly newest: string;
}

/**
 * Another engine's version, played over one that is there: requests outside of its range are refused in its words, and
 * answers come in the shape that they have in the API version of the request, by moby's `api/docs/CHANGELOG.md`.
 */
export class PlayedEngine implements EngineTransport {
  readonly endpoint: string;
  /** The API versions of all requests so far; `''` for those without. */
  readonly asked = new Set<string>();
  readonly #inner: EngineTransport;
  readonly #played: PlayedVersion;

  constructor(inner: EngineTransport, played: PlayedVersion) {
    this.endpoint = inner.endpoint;
    this.#inner = inner;
    this.#played = played;
  }

  async request(request: EngineRequest): Promise<EngineResponse> {
    const [, given = '', path = request.path] = /^\/v(\d+\.\d+)(\/.*)$/.exec(request.path) ?? [];
    this.asked.add(given);
    const { oldest, newest } = this.#played;
    const version = minor(given || newest);
    if (version < minor(oldest)) {
      return this.#refusal(
        `client version ${given} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`,
      );
    }
    if (version > minor(newest)) {
      return this.#refusal(`client version ${given} is too new. Maximum supported API version is ${newest}`);
    }
    const answer = await this.#inner.request({ ...request, path });
    const headers = { ...answer.headers, ...this.#headers() };
    return { ...answer, ...answerAsOf(version, request.method, path, { ...answer, headers }, this.#played) };
  }

  close(): void {
    this.#inner.close();
  }

  #headers(): Record<string, string> {
    const { engine, newest } = this.#played;
    return {
      server: `Docker/${engine} (linux)`,
      'api-version': newest,
      'builder-version': '2',
      swarm: 'inactive',
    };
  }

  #refusal(message: string): EngineResponse {
    const headers = { ...this.#headers(), 'content-type': 'application/json' };
    return { status: 400, headers, body: Readable.from([Buffer.from(JSON.stringify({ message }))]) };
  }
}

/** `52` of `'1.52'`: all that are played are of the first major version. */
function minor(version: string): number {
  return Number(version.split('.')[1]);
}
