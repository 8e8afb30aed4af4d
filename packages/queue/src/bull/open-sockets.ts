import { Socket } from 'node:net';

/**
 * The sockets to one server: its clients wait for an answer to their goodbye, which a server that stands still does not
 * give, and would keep the process for as long.
 */
export class OpenSockets {
  readonly #open = new Set<Socket>();
  #ended = false;

  /** Makes one, as the option `stream` of `pg` wants it. */
  readonly make = (): Socket => {
    const socket = new Socket();
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    if (this.#ended) socket.destroy();
    return socket;
  };

  /** Ends all of them at once, and those that are still made. */
  end(): void {
    this.#ended = true;
    for (const socket of this.#open) socket.destroy();
  }
}
