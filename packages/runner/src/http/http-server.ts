import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DocktopusError } from '@docktopus/core';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HttpAddress } from './http-address.ts';

/** A listening HTTP server. */
export class HttpServer {
  readonly #server: Server;
  readonly address: HttpAddress;

  private constructor(server: Server, host: string) {
    this.#server = server;
    this.address = { host, port: (server.address() as AddressInfo).port };
  }

  /**
   * Serves `app`, once it listens.
   *
   * @throws DocktopusError `port.in-use` when somebody else listens there, `runner.invalid` for another failure.
   */
  static async listen(app: Hono, { host, port }: HttpAddress): Promise<HttpServer> {
    const server = createAdaptorServer({ fetch: app.fetch, hostname: host }) as Server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(`${host}:${port}`, error)));
      server.listen(port, host, resolve);
    });
    return new HttpServer(server, host);
  }

  /** Accepts no more connections, and resolves when the open requests are answered, or cuts them off when `timeUp` aborts. */
  async close(timeUp: AbortSignal): Promise<void> {
    const cutOff = () => this.#server.closeAllConnections();
    timeUp.addEventListener('abort', cutOff, { once: true });
    if (timeUp.aborted) cutOff();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    timeUp.removeEventListener('abort', cutOff);
  }
}

function notListening(subject: string, error: NodeJS.ErrnoException): DocktopusError {
  const taken = error.code === 'EADDRINUSE';
  return new DocktopusError(taken ? 'port.in-use' : 'runner.invalid', {
    operation: 'http',
    subject,
    reason: taken ? 'somebody else listens there' : error.message,
    hint: 'Choose another address with .http({ host, port }) or DOCKTOPUS_HTTP_BIND',
    cause: error,
  });
}
