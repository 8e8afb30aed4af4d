import type { Redis } from 'ioredis';

/**
 * The connections of one server, those included that BullMQ makes of them: it leaves one that is looking for its server
 * when it is closed, and that would go on looking, and keep the process, for good.
 */
export class OpenConnections {
  readonly #open = new Set<Redis>();
  #ended = false;

  keep(client: Redis): Redis {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (...args) => this.keep(duplicate(...args));
    this.#open.add(client);
    client.once('end', () => this.#open.delete(client));
    if (this.#ended) client.disconnect();
    return client;
  }

  /** Ends all of them at once, and what BullMQ still makes of them. */
  end(): void {
    this.#ended = true;
    for (const client of this.#open) client.disconnect();
  }
}
