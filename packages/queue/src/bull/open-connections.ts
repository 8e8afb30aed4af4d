/** The part of a connection that tells when it has closed. */
interface Closing<Event extends string> {
  once(event: Event, listener: () => void): unknown;
}

/**
 * All connections to one server, so that none of them keeps the process once the store has closed. A client that is closed
 * while its server is away goes on reconnecting, or waits for an answer to its goodbye.
 */
export class OpenConnections<Event extends string, T extends Closing<Event>> {
  readonly #open = new Set<T>();
  readonly #closeEvent: Event;
  readonly #drop: (connection: T) => void;
  #ended = false;

  /** @param drop ends a connection at once, without a word to the server. */
  constructor(closeEvent: Event, drop: (connection: T) => void) {
    this.#closeEvent = closeEvent;
    this.#drop = drop;
  }

  keep(connection: T): T {
    this.#open.add(connection);
    connection.once(this.#closeEvent, () => this.#open.delete(connection));
    if (this.#ended) this.#drop(connection);
    return connection;
  }

  /** Ends all connections at once, and each one that is opened later. */
  end(): void {
    this.#ended = true;
    for (const connection of this.#open) this.#drop(connection);
  }
}
