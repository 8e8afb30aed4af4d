import { abortable, startDeadline } from '../../scope/index.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import type { ApiVersions } from '../request/api-versions.ts';
import type { EngineTransport } from '../transport/engine-transport.ts';
import { identifyEngine } from './identify-engine.ts';

const GREET_MS = 10_000;

/** What was agreed on with the engine. One that is updated under its client may not speak it any longer. */
export class AgreedVersion implements ApiVersions {
  readonly #transport: EngineTransport;
  readonly #wanted: string | undefined;
  #current: EngineVersion;
  #agreeing: Promise<void> | undefined;

  /** @param wanted the API version that was asked for, which is kept whatever happens. */
  constructor(transport: EngineTransport, current: EngineVersion, wanted: string | undefined) {
    this.#transport = transport;
    this.#current = current;
    this.#wanted = wanted;
  }

  get current(): EngineVersion {
    return this.#current;
  }

  get apiVersion(): string {
    return this.#current.apiVersion;
  }

  async renegotiate(refused: string, signal: AbortSignal): Promise<boolean> {
    // Many calls may be refused at once: what the first of them finds out counts for all.
    if (refused === this.apiVersion && this.#wanted === undefined) {
      this.#agreeing ??= this.#greet().finally(() => {
        this.#agreeing = undefined;
      });
      await abortable(this.#agreeing, signal);
    }
    return refused !== this.apiVersion;
  }

  async #greet(): Promise<void> {
    using deadline = startDeadline({}, GREET_MS, 'connectDocker', this.#transport.endpoint);
    const found = await identifyEngine(this.#transport, undefined, deadline.signal);
    // The calls are made for one kind of engine.
    if (found.engine === this.#current.engine) this.#current = found;
  }
}
