import { abortable } from '../../scope/index.ts';
import type { Docker } from '../docker.ts';
import type { EngineConnection } from './engine-connection.ts';

/**
 * The connections that one part of a program shares, one per endpoint: hand the same object to
 * each `connectDocker({ clients })`. An injector holds one; without one, nothing is shared.
 */
export class DockerClients {
  readonly #connections = new Map<unknown, Promise<EngineConnection>>();

  /** The client at `key`, over the connection that is open there, or over the one that `open` makes. */
  async share(
    key: unknown,
    open: () => Promise<EngineConnection>,
    signal: AbortSignal,
    hostAddress?: string | undefined,
  ): Promise<Docker> {
    for (;;) {
      const known = this.#connections.get(key);
      if (known === undefined) break;
      const opened = known.catch(() => undefined);
      const connection = await abortable(opened, signal);
      if (connection !== undefined && !connection.closed) return connection.lease(hostAddress);
      // Another caller's attempt failed, maybe by that caller's own deadline; or its last user has just closed it.
      if (this.#connections.get(key) === known) this.#connections.delete(key);
    }
    const opening = open();
    this.#connections.set(key, opening);
    try {
      const connection = await opening;
      connection.use(() => this.#forget(key, opening));
      return connection.lease(hostAddress);
    } catch (error) {
      this.#forget(key, opening);
      throw error;
    }
  }

  #forget(key: unknown, opening: Promise<EngineConnection>): void {
    if (this.#connections.get(key) === opening) this.#connections.delete(key);
  }
}
