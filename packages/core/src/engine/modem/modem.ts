import type { EngineTransport } from '../transport/engine-transport.ts';
import { demuxInto } from './demux-into.ts';
import type { DialOptions } from './dial-options.ts';
import { dialRequest } from './dial-request.ts';
import { engineHttpError } from './engine-http-error.ts';
import { followProgress } from './follow-progress.ts';
import { readAll } from './read-all.ts';

const NEVER = new AbortController().signal;

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
  readonly #versionPrefix: string;

  /** @param apiVersion `'1.41'` */
  constructor(transport: EngineTransport, apiVersion: string) {
    this.#transport = transport;
    this.#versionPrefix = `/v${apiVersion}`;
  }

  dial(options: DialOptions, callback: (error: unknown, answer?: unknown) => void): void {
    this.#answer(options).then((answer) => callback(null, answer), callback);
  }

  /** For callers who know it from docker-modem. */
  readonly demuxStream = demuxInto;
  /** For callers who know it from docker-modem. */
  readonly followProgress = followProgress;

  async #answer(options: DialOptions): Promise<unknown> {
    const request = dialRequest(options, this.#versionPrefix, options.abortSignal ?? NEVER);
    const { status, body } = await this.#transport.request(request);
    const agreed = options.statusCodes[status] === true || (status === 101 && request.upgrade === true);
    if (!agreed) {
      throw engineHttpError(status, await readAll(body));
    }
    return options.isStream ? body : content(await readAll(body));
  }
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
