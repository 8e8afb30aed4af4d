import { setMaxListeners } from 'node:events';
import type { EngineTransport } from '../transport/engine-transport.ts';
import type { ApiVersions } from './api-versions.ts';
import { demuxInto } from './demux-into.ts';
import type { DialOptions } from './dial-options.ts';
import { dialRequest } from './dial-request.ts';
import { EngineHttpError, engineHttpError, VERSION_REFUSED } from './engine-http-error.ts';
import { followProgress } from './follow-progress.ts';
import { readAll } from './read-all.ts';

/** The signal of calls without one, all of which may listen to it. */
const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);

/**
 * What dockerode calls instead of its own modem: the same requests, sent through an {@link EngineTransport}.
 *
 * Unlike the original it settles when a connection is cut after the head, keeps bodies out of URLs, changes nothing
 * that was handed to it, and lets an abort end streams that were taken over.
 */
export class Modem {
  /** dockerode sets it. */
  Promise: PromiseConstructor = Promise;
  readonly #transport: EngineTransport;
  readonly #versions: ApiVersions;

  constructor(transport: EngineTransport, versions: ApiVersions) {
    this.#transport = transport;
    this.#versions = versions;
  }

  dial(options: DialOptions, callback: (error: unknown, answer?: unknown) => void): void {
    this.#answer(options).then((answer) => callback(null, answer), callback);
  }

  /** For callers who know it from docker-modem. */
  readonly demuxStream = demuxInto;
  /** For callers who know it from docker-modem. */
  readonly followProgress = followProgress;

  /** A request that is refused for its version has changed nothing: it is sent again in one that the engine speaks. */
  async #answer(options: DialOptions): Promise<unknown> {
    const { apiVersion } = this.#versions;
    const signal = options.abortSignal ?? NEVER;
    try {
      return await this.#ask(options, apiVersion, signal);
    } catch (error) {
      const refused = error instanceof EngineHttpError && VERSION_REFUSED.test(error.reason);
      if (!refused || !(await this.#versions.agreeAnew(apiVersion, signal))) throw error;
      if (isSpent(options)) throw error;
      return await this.#ask(options, this.#versions.apiVersion, signal);
    }
  }

  async #ask(options: DialOptions, apiVersion: string, signal: AbortSignal): Promise<unknown> {
    const request = dialRequest(options, `/v${apiVersion}`, signal);
    const { status, body } = await this.#transport.request(request);
    const agreed = options.statusCodes[status] === true || (status === 101 && request.upgrade === true);
    if (!agreed) {
      throw engineHttpError(status, await readAll(body));
    }
    return options.isStream ? body : content(await readAll(body));
  }
}

/** Whether a part of what was to be sent is gone. */
function isSpent({ file }: DialOptions): boolean {
  return file !== undefined && typeof file !== 'string' && !Buffer.isBuffer(file);
}

/** JSON when it is, as dockerode's callers expect. */
function content(body: Buffer): unknown {
  if (body.length === 0) return body;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // `OK` of a ping, say: callers that need JSON check what they get.
    return body;
  }
}
