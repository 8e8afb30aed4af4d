import { endingOf, NEVER } from '../../scope/index.ts';
import type { ApiClient } from '../request/api-client.ts';
import { readAll } from '../transport/read-all.ts';
import { demuxInto } from './demux-into.ts';
import type { DialOptions } from './dial-options.ts';
import { dialRequest } from './dial-request.ts';
import { followProgress } from './follow-progress.ts';

/**
 * What dockerode calls instead of the modem it comes with: the same requests, sent through our {@link ApiClient}.
 *
 * Unlike the original it settles when a connection is cut after the head, keeps bodies out of URLs, changes nothing
 * that was handed to it, and lets an abort end streams that were taken over.
 */
export class Modem {
  /** dockerode sets it. */
  Promise: PromiseConstructor = Promise;
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  dial(options: DialOptions, callback: (error: unknown, answer?: unknown) => void): void {
    this.#answer(options).then((answer) => callback(null, answer), callback);
  }

  /** For callers who know it from docker-modem. */
  readonly demuxStream = demuxInto;
  /** For callers who know it from docker-modem. */
  readonly followProgress = followProgress;

  async #answer(options: DialOptions): Promise<unknown> {
    const { body } = await this.#client.send(dialRequest(options), endingOf(options.abortSignal ?? NEVER));
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
